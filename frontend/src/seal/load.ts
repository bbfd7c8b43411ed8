/** Fetches the seal after the page: one file, named by the template, the same promise each time. */
type Seal = typeof import("../seal.ts");

let seal: Promise<Seal> | undefined;

/** The page says where it is: `<meta name="pv-seal" content="{% static 'bundle/seal.js' %}">`. */
export function loadSeal(): Promise<Seal> {
  const address = document.querySelector<HTMLMetaElement>('meta[name="pv-seal"]')?.content;
  if (!address) throw new Error("the page does not say where the seal is");
  seal ??= (import(new URL(address, document.baseURI).href) as Promise<Seal>).catch((error: unknown) => {
    seal = undefined;
    throw error;
  });
  return seal;
}

/** Starts fetching when the browser has nothing better to do; a failure will be met again when it is needed. */
export function loadSealSoon(): void {
  const start = () => void loadSeal().catch(() => undefined);
  if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 3000 });
  else setTimeout(start, 200);
}
