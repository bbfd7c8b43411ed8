/** A ticket as it is written. Apart from what makes it, so that the page where it is spent stays small. */
import { fromBase32, fromBits, toBase32, toBits } from "./bits.ts";
import { SealError } from "./errors.ts";
import type { Bytes } from "./fields.ts";

export const KEY = 5;
const BITS = 25 * 8;

/** Ten groups of four. */
export function written(ticket: Bytes): string {
  return (toBase32(toBits(ticket, BITS)).match(/.{4}/g) as string[]).join("-");
}

/** What somebody typed, or followed a link to; the name of its key apart. */
export function read(typed: string): { key: Bytes; ticket: string } {
  const bits = fromBase32(typed);
  if (bits?.length !== BITS) throw new SealError("malformed", "not a ticket");
  const ticket = fromBits(bits);
  return { key: ticket.slice(0, KEY), ticket: written(ticket) };
}
