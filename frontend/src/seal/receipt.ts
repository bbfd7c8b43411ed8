/** The receipt: nine words that only the reporter has, and what they open. */
import { expand, open, seal } from "./envelope.ts";
import { SealError } from "./errors.ts";
import { hex, lp, name16, name32, random, same, sha256, type Bytes, type Hex } from "./fields.ts";
import { fromBase32, fromBits, toBase32, toBits } from "./bits.ts";
import { find, nearest, splitWords, type Words } from "./words.ts";

const BITS = 82;
export const ROUNDS = 600_000;
export const WORDS = 9;

/** 90 bits left-aligned in 12 bytes: the receipt, however it is written. */
export type Receipt = Bytes;

export interface ReceiptKeys {
  /** Sent to come back; the server keeps its SHA-256. */
  auth: Bytes;
  authHash: Hex;
  /** Never leaves the browser. */
  kek: Bytes;
}

async function withCheck(bits82: Bytes): Promise<Receipt> {
  const check = (await sha256(lp("portevoix/1 check", bits82)))[0] as number;
  return fromBits([...toBits(bits82, BITS), ...toBits(new Uint8Array([check]), 8)]);
}

export async function makeReceipt(entropy: Bytes = random(11)): Promise<Receipt> {
  return withCheck(fromBits(toBits(entropy, BITS)));
}

/** Whether the last eight bits agree with the others: catches a word in another's place before any request. */
export async function isReceipt(receipt: Receipt): Promise<boolean> {
  return receipt.length === 12 && same(receipt, await withCheck(fromBits(toBits(receipt, BITS))));
}

export function wordsOf(receipt: Receipt, words: Words): string[] {
  const bits = toBits(receipt, 90);
  return Array.from({ length: WORDS }, (_, i) => {
    const index = bits.slice(10 * i, 10 * i + 10).reduce((value, bit) => value * 2 + bit, 0);
    return words.list[index] as string;
  });
}

export function base32Of(receipt: Receipt): string {
  return toBase32(toBits(receipt, 90));
}

/** What is wrong with what was typed, so that the page can point at it; `position` counts from 1. */
export type Slip =
  | { code: "receipt_count"; typed: number }
  | { code: "receipt_word"; position: number; typed: string; near: string[] }
  | { code: "receipt_order" };

export type Reading = { receipt: Receipt } | { slips: Slip[] };

async function checked(receipt: Receipt): Promise<Reading> {
  return (await isReceipt(receipt)) ? { receipt } : { slips: [{ code: "receipt_order" }] };
}

/** Reads nine typed words; nothing is asked of the server. */
export async function readWords(typed: string, words: Words): Promise<Reading> {
  const parts = splitWords(typed);
  const indices = parts.map((part) => find(part, words));
  const slips: Slip[] = parts.flatMap((part, i) =>
    indices[i] === undefined ? [{ code: "receipt_word" as const, position: i + 1, typed: part, near: nearest(part, words) }] : [],
  );
  if (parts.length !== WORDS) slips.push({ code: "receipt_count", typed: parts.length });
  if (slips.length) return { slips };
  const bits = indices.flatMap((index) => Array.from({ length: 10 }, (_, i) => ((index as number) >> (9 - i)) & 1));
  return checked(fromBits(bits));
}

/** Reads the eighteen characters of the other way of writing it. */
export async function readBase32(typed: string): Promise<Reading> {
  const bits = fromBase32(typed);
  if (bits?.length !== 90) return { slips: [{ code: "receipt_order" }] };
  return checked(fromBits(bits));
}

/** About half a second of work, on purpose. */
export async function receiptKeys(receipt: Receipt, inst: Hex, rounds = ROUNDS): Promise<ReceiptKeys> {
  if (!(await isReceipt(receipt))) throw new SealError("malformed", "not a receipt");
  const salt = await sha256(lp("portevoix/1 code salt", name16(inst)));
  const key = await crypto.subtle.importKey("raw", receipt, "PBKDF2", false, ["deriveBits"]);
  const stretch = { name: "PBKDF2", hash: "SHA-512", salt, iterations: rounds };
  const z = new Uint8Array(await crypto.subtle.deriveBits(stretch, key, 512));
  const auth = await expand(z, ["portevoix/1 auth"]);
  return { auth, authHash: hex(await sha256(auth)), kek: await expand(z, ["portevoix/1 kek"]) };
}

const rootContext = (inst: Hex, authHash: Hex) => lp("portevoix/1 root", name16(inst), name32(authHash));

export function wrapRoot(keys: ReceiptKeys, inst: Hex, root: Bytes, salt?: Bytes): Promise<Bytes> {
  return seal(keys.kek, rootContext(inst, keys.authHash), root, salt);
}

export function openRoot(keys: ReceiptKeys, inst: Hex, wrap: Bytes): Promise<Bytes> {
  return open(keys.kek, rootContext(inst, keys.authHash), wrap);
}
