/** Proof of work: asked only when an address or the school is over its budget. */
import { hex, lp, name16, unhex, type Hex } from "./fields.ts";
import { sha256Now } from "./hash.ts";
import { pause } from "./pace.ts";

function zeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

export function worked(theCase: Hex, nonce: Hex, bits: number): boolean {
  return zeroBits(sha256Now(lp("portevoix/1 work", name16(theCase), unhex(nonce, 8)))) >= bits;
}

/** Searches a nonce, giving the page its turn some fifty times a second. */
export async function work(theCase: Hex, bits: number): Promise<Hex> {
  const tried = lp("portevoix/1 work", name16(theCase), new Uint8Array(8));
  const nonce = tried.subarray(tried.length - 8);
  crypto.getRandomValues(nonce);
  const turn = pause();
  for (;;) {
    if (zeroBits(sha256Now(tried)) >= bits) return hex(nonce);
    for (let i = 7; i >= 0; i--) {
      nonce[i] = ((nonce[i] as number) + 1) & 255;
      if (nonce[i] !== 0) break;
    }
    await turn();
  }
}
