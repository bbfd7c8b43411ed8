/** Bits, most significant first, and Crockford's base32. */
import type { Bytes } from "./fields.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function toBits(bytes: Uint8Array, count: number): number[] {
  return Array.from({ length: count }, (_, i) => ((bytes[i >> 3] as number) >> (7 - (i & 7))) & 1);
}

/** Left-aligned; spare bits are zero. */
export function fromBits(bits: readonly number[]): Bytes {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    bytes[i >> 3] = (bytes[i >> 3] as number) | (bit << (7 - (i & 7)));
  });
  return bytes;
}

export function toBase32(bits: readonly number[]): string {
  let out = "";
  for (let i = 0; i < bits.length; i += 5) {
    let value = 0;
    for (let j = i; j < i + 5; j++) value = value * 2 + (bits[j] ?? 0);
    out += ALPHABET[value];
  }
  return out;
}

/** Spaces and dashes are ignored, I L read as 1, O as 0; undefined if another character is there. */
export function fromBase32(typed: string): number[] | undefined {
  const clean = typed.toUpperCase().replace(/[\s\-\u2010\u2011\u2013]/g, "").replace(/[IL]/g, "1").replaceAll("O", "0");
  const bits: number[] = [];
  for (const character of clean) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    for (let i = 4; i >= 0; i--) bits.push((value >> i) & 1);
  }
  return bits;
}
