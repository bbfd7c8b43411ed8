/** Fetches the seal after the page: one file, named by the template, the same promise each time. */
export type Seal = typeof import("../seal.ts");
export type Unseal = typeof import("../unseal.ts");

let seal: Promise<Seal> | undefined;

/** The page says which and where: `<meta name="pv-seal" content="{% static 'bundle/seal.js' %}">`, or `unseal.js`. */
export function loadSeal<Loaded extends Seal = Seal>(): Promise<Loaded> {
  const address = document.querySelector<HTMLMetaElement>('meta[name="pv-seal"]')?.content;
  if (!address) throw new Error("the page does not say where the seal is");
  seal ??= (import(new URL(address, document.baseURI).href) as Promise<Seal>).catch((error: unknown) => {
    seal = undefined;
    throw error;
  });
  return seal as Promise<Loaded>;
}

/** Starts fetching when the browser has nothing better to do; a failure will be met again when it is needed. */
export function loadSealSoon(): void {
  const start = () => void loadSeal().catch(() => undefined);
  if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 3000 });
  else setTimeout(start, 200);
}
