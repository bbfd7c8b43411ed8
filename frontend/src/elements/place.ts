/**
 * What stays in this browser between two pages: the key that wraps the open vault, and copies of what the server keeps
 * sealed. Nothing here opens anything by itself: the key never leaves the browser's own store, and what it wraps is in the tab.
 */
const NAME = "portevoix";
const SHELVES = ["keys", "copies"] as const;
type Shelf = (typeof SHELVES)[number];

let opened: Promise<IDBDatabase> | undefined;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => SHELVES.forEach((shelf) => request.result.createObjectStore(shelf));
    request.onsuccess = () => {
      // Another tab may empty everything while this one is open.
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
  return opened.catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
}

const shelf = async (name: Shelf, mode: IDBTransactionMode) => (await database()).transaction(name, mode).objectStore(name);

/** Undefined when it is not there, or when this browser keeps nothing (a private window may not). */
export async function take<T>(name: Shelf, key: string): Promise<T | undefined> {
  try {
    return (await done((await shelf(name, "readonly")).get(key))) as T | undefined;
  } catch {
    return undefined;
  }
}

export async function put(name: Shelf, key: string, value: unknown): Promise<void> {
  await done((await shelf(name, "readwrite")).put(value, key));
}

export async function drop(name: Shelf, key: string): Promise<void> {
  try {
    await done((await shelf(name, "readwrite")).delete(key));
  } catch {
    // Nothing is kept, so there is nothing to take away.
  }
}

/** Takes away what no tab has used since a moment. */
export async function sweep(name: Shelf, isOld: (value: unknown) => boolean): Promise<void> {
  try {
    const cursor = (await shelf(name, "readwrite")).openCursor();
    await new Promise<void>((resolve) => {
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at) return resolve();
        if (isOld(at.value)) at.delete();
        at.continue();
      };
      cursor.onerror = () => resolve();
    });
  } catch {
    // Nothing is kept.
  }
}
