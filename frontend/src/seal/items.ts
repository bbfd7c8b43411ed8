/** What is said in a stream: each item signed, tied to its place and to what its author had seen. */
import { ITEM_KINDS, readBody, writeBody, type ItemKind, type Said } from "./bodies.ts";
import { expand, open, seal } from "./envelope.ts";
import { SealError } from "./errors.ts";
import { concat, hex, lp, name16, name32, numberOf, random, sha256, sha512, text, unlp, type Bytes, type Hex } from "./fields.ts";
import { verify, type Identity, type Keys } from "./identity.ts";
import { oneOf } from "./json.ts";
import { FLOOR, pad, TITLE_FLOOR, unpad } from "./padding.ts";
import type { Place } from "./records.ts";

export interface Header extends Place {
  epoch: number;
  kind: ItemKind;
  item: Hex;
  author: Hex;
  /** Counts this author's items in the stream, from 0. */
  seq: number;
  /** Hashes of the items that nobody had answered when this one was written; sorted. */
  parents: readonly Hex[];
}

/** An item as the server holds it. */
export interface SealedItem {
  hdr: Bytes;
  box: Bytes;
}

export interface ReadItem extends SealedItem {
  header: Header;
  hash: Hex;
}

export type OpenedItem = ReadItem & { said: Said };

export function writeHeader(h: Header): Bytes {
  const place = [name16(h.inst), name16(h.case), name16(h.stream), h.epoch];
  return lp("portevoix/1 item", ...place, h.kind, name16(h.item), name32(h.author), h.seq, h.parents.map(name32));
}

function sized(bytes: Bytes | undefined, size: number): Hex {
  if (bytes?.length !== size) throw new SealError("malformed", "wrong size");
  return hex(bytes);
}

export function parseHeader(hdr: Bytes): Header {
  const fields = unlp(hdr);
  if (fields.length !== 10 || text(fields[0] as Bytes) !== "portevoix/1 item") throw new SealError("malformed", "not an item");
  const parents = unlp(fields[9] as Bytes).map((parent) => sized(parent, 32));
  if (parents.some((parent, i) => i > 0 && parent <= (parents[i - 1] as Hex))) throw new SealError("malformed", "not sorted");
  return {
    inst: sized(fields[1], 16),
    case: sized(fields[2], 16),
    stream: sized(fields[3], 16),
    epoch: numberOf(fields[4] as Bytes),
    kind: oneOf(text(fields[5] as Bytes), ITEM_KINDS),
    item: sized(fields[6], 16),
    author: sized(fields[7], 32),
    seq: numberOf(fields[8] as Bytes),
    parents,
  };
}

export async function itemHash({ hdr, box }: SealedItem): Promise<Hex> {
  return hex(await sha256(lp("portevoix/1 item hash", hdr, box)));
}

export async function readItem(wire: SealedItem): Promise<ReadItem> {
  return { ...wire, header: parseHeader(wire.hdr), hash: await itemHash(wire) };
}

const floorOf = (kind: ItemKind) => (kind === "title" ? TITLE_FLOOR : FLOOR);
const keyOf = (sk: Bytes, stream: Hex) => expand(sk, ["portevoix/1 items", name16(stream)]);
const signed = async (hdr: Bytes, body: Bytes) => lp("portevoix/1 item sig", hdr, await sha512(body));

export interface Position extends Place {
  epoch: number;
  seq: number;
  parents: readonly Hex[];
  item?: Hex;
}

export async function sealItem(author: Keys, sk: Bytes, at: Position, said: Said, salt?: Bytes): Promise<ReadItem> {
  const parents = [...at.parents].sort();
  const header: Header = { ...at, item: at.item ?? hex(random(16)), kind: said.kind, author: author.fpr, parents };
  const hdr = writeHeader(header);
  const body = writeBody(said);
  const plain = pad(concat(await author.sign(await signed(hdr, body)), body), floorOf(said.kind));
  const box = await seal(await keyOf(sk, at.stream), hdr, plain, salt);
  return { hdr, box, header, hash: await itemHash({ hdr, box }) };
}

/** Refuses `wrong_key` for another key or another header, `altered`, `malformed`. */
export async function openItem(sk: Bytes, item: ReadItem, author: Identity): Promise<OpenedItem> {
  const { header, hdr, box } = item;
  const plain = unpad(await open(await keyOf(sk, header.stream), hdr, box), floorOf(header.kind));
  const body = plain.slice(64);
  if (author.fpr !== header.author || !(await verify(author.ed25519, await signed(hdr, body), plain.slice(0, 64)))) {
    throw new SealError("altered", "not written by its author");
  }
  return { ...item, said: readBody(header.kind, body) };
}

/** The items nobody has answered yet: the parents of the next one. */
export function headsOf(items: readonly ReadItem[]): Hex[] {
  const answered = new Set(items.flatMap((item) => item.header.parents));
  return items.map((item) => item.hash).filter((hash) => !answered.has(hash)).sort();
}

/** The number of this author's next item. */
export const nextSeq = (items: readonly ReadItem[], author: Hex): number =>
  items.filter((item) => item.header.author === author).length;

/** Each after those its author had seen; between the others, by hash. */
export function inOrder<T extends ReadItem>(items: readonly T[]): T[] {
  const waiting = new Map(items.map((item) => [item.hash, item]));
  const ordered: T[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((item) => !item.header.parents.some((parent) => waiting.has(parent)));
    if (ready.length === 0) throw new SealError("altered", "items answer each other in a circle");
    ready.sort((a, b) => (a.hash < b.hash ? -1 : 1));
    for (const item of ready) waiting.delete(item.hash);
    ordered.push(...ready);
  }
  return ordered;
}
