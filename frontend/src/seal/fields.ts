/** Bytes, and the ways they are written: length-prefixed fields, hex names, base64url. */
import { SealError } from "./errors.ts";

export type Bytes = Uint8Array<ArrayBuffer>;
/** Lower-case hex: an identifier, a fingerprint, a hash. */
export type Hex = string;
/** Text is UTF-8, a number is 8 bytes, a list is the `lp` of its elements. */
export type Field = Bytes | string | number | readonly Field[];

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  if (!text.isWellFormed()) throw new SealError("malformed", "text is not Unicode");
  return encoder.encode(text) as Bytes;
}

export function text(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new SealError("malformed", "not UTF-8");
  }
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function u64(value: number): Bytes {
  if (!Number.isSafeInteger(value) || value < 0) throw new SealError("malformed", "not a count");
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

export function numberOf(bytes: Uint8Array): number {
  if (bytes.length !== 8) throw new SealError("malformed", "an integer has 8 bytes");
  const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new SealError("malformed", "integer too large");
  return Number(value);
}

function bytesOf(field: Field): Uint8Array {
  if (typeof field === "string") return utf8(field);
  if (typeof field === "number") return u64(field);
  return field instanceof Uint8Array ? field : lp(...field);
}

/** Each field after its length in 4 bytes: no two lists of fields give the same bytes. */
export function lp(...fields: readonly Field[]): Bytes {
  const parts: Uint8Array[] = [];
  for (const field of fields) {
    const bytes = bytesOf(field);
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, bytes.length);
    parts.push(size, bytes);
  }
  return concat(...parts);
}

/** The fields of an `lp`, nothing left over. */
export function unlp(bytes: Bytes): Bytes[] {
  const fields: Bytes[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < 4) throw new SealError("malformed", "cut short");
    const size = view.getUint32(at);
    at += 4;
    if (size > bytes.length - at) throw new SealError("malformed", "cut short");
    fields.push(bytes.slice(at, at + size));
    at += size;
  }
  return fields;
}

export function hex(bytes: Uint8Array): Hex {
  let out = "";
  for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
  return out;
}

/** The bytes of a name; `size` when it is known. */
export function unhex(name: Hex, size?: number): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(name) || (size !== undefined && name.length !== size * 2)) {
    throw new SealError("malformed", "not a name");
  }
  const bytes = new Uint8Array(name.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(name.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export const name16 = (name: Hex): Bytes => unhex(name, 16);
export const name32 = (name: Hex): Bytes => unhex(name, 32);

export function b64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Strict: no padding, no other alphabet, no spare bits. */
export function unb64(written: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(written) || written.length % 4 === 1) throw new SealError("malformed", "not base64url");
  const binary = atob(written.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  if (b64(bytes) !== written) throw new SealError("malformed", "not base64url");
  return bytes;
}

/** Equal, without telling where they differ. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let differs = 0;
  for (let i = 0; i < a.length; i++) differs |= (a[i] as number) ^ (b[i] as number);
  return differs === 0;
}

export function random(size: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(size));
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export async function sha512(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", bytes));
}

/** Minutes since 1970, UTC: finer times would tell more than anyone needs. */
export function minutes(at: number = Date.now()): number {
  return Math.floor(at / 60_000);
}
