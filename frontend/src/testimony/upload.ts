/** Sends one file, sealed, part after part. It may be broken off anywhere and taken up again. */
import type { Said } from "../seal/bodies.ts";
import { b64, random, type Bytes, type Hex } from "../seal/fields.ts";
import { fileHash, makeFileKey, manifest, partsOf, sealParts, type FileKey, type Part, type Where } from "../seal/files.ts";
import { NotDone, type Api } from "./api.ts";

/** Parts on their way at the same time. */
const ABREAST = 2;
/** Milliseconds to wait before trying a part again. */
const WAITS = [1_000, 2_000, 4_000, 8_000];

export class Upload {
  readonly blob: Blob;
  readonly name: string;
  readonly key: FileKey = makeFileKey();
  readonly secret: Bytes = random(32);
  readonly arrived = new Set<number>();
  #hash: Hex | undefined;

  constructor(blob: Blob, name: string) {
    this.blob = blob;
    this.name = name;
  }

  get parts(): number {
    return partsOf(this.blob.size);
  }

  get whole(): boolean {
    return this.arrived.size === this.parts;
  }

  get claim(): { file: Hex; parts: number } {
    return { file: this.key.file, parts: this.parts };
  }

  async item(): Promise<Said> {
    this.#hash ??= await readable(fileHash(this.blob));
    return manifest(this.key, this.blob, this.name, this.#hash);
  }
}

/** A file can vanish from the device, or change, between its choice and its sending. */
async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DOMException && error.name !== "AbortError") throw new NotDone("unreadable", 400);
    throw error;
  }
}

export function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done() {
      signal.removeEventListener("abort", stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }
    signal.addEventListener("abort", stop, { once: true });
  });
}

export interface Sending {
  api: Pick<Api, "call">;
  where: Where;
  signal: AbortSignal;
  progress: (arrived: number, parts: number) => void;
  waits?: readonly number[];
}

async function put(upload: Upload, part: Part, { api, where, signal, waits = WAITS }: Sending): Promise<void> {
  const headers = {
    "Content-Type": "application/octet-stream",
    "X-Case": where.case,
    "X-Upload": b64(upload.secret),
    "X-Sha256": part.sha256,
  };
  for (const wait of [...waits, undefined]) {
    try {
      await api.call(`fichiers/${upload.key.file}/${part.number}`, { method: "PUT", headers, body: part.bytes, signal });
      return;
    } catch (error) {
      const passing = error instanceof NotDone && (error.unsure || error.code === "throttled");
      if (!passing || wait === undefined) throw error;
      await rest(wait, signal);
    }
  }
}

/** Every part that has not arrived yet; throws `NotDone` when one cannot be brought over, and may be called again. */
export async function sendFile(upload: Upload, sending: Sending): Promise<void> {
  const onTheirWay = new Set<Promise<void>>();
  let failure: unknown;
  const missing = Array.from({ length: upload.parts }, (_, i) => i).find((i) => !upload.arrived.has(i));
  if (missing === undefined) return;
  const parts = sealParts(sending.where, upload.key, upload.blob, missing);
  sending.progress(upload.arrived.size, upload.parts);
  for (;;) {
    const { value: part, done } = await readable(parts.next());
    if (done || failure) break;
    if (upload.arrived.has(part.number)) continue;
    const way = put(upload, part, sending)
      .then(() => {
        upload.arrived.add(part.number);
        sending.progress(upload.arrived.size, upload.parts);
      })
      .catch((error: unknown) => void (failure ??= error))
      .finally(() => onTheirWay.delete(way));
    onTheirWay.add(way);
    if (onTheirWay.size >= ABREAST) await Promise.race(onTheirWay);
  }
  await Promise.all(onTheirWay);
  if (failure) throw failure as Error;
}
