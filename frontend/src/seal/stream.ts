/**
 * A stream as the server shows it, verified: what it says, and everything that does not hold.
 * A problem stops nothing else: people read what is sound, and are told what is not.
 */
import { codeOf, SealError, type Code } from "./errors.ts";
import { unb64, type Bytes, type Hex } from "./fields.ts";
import { openGrant } from "./grants.ts";
import type { Keys } from "./identity.ts";
import { headsOf, inOrder, openItem, readItem, type OpenedItem, type ReadItem } from "./items.ts";
import { aName, oneOf } from "./json.ts";
import { KINDS, checkRecord, isKeyOf, personOf, readRecord, recordOf, type Judge, type SeenRecord, type SignedRecord } from "./records.ts";
import type { Reporter } from "./reporter.ts";
import { unwireItem, unwireRecord, type StreamAsRead } from "./wire.ts";

export interface Problem {
  code: Code;
  /** `item`: it cannot be opened or does not belong here; `whole`: something lacks, or serves twice. */
  what: "record" | "grant" | "item" | "whole";
  /** The number of a record, or of the record of a grant; the name, hash, `author/count` or place in the list of an item. */
  which: string;
}

/** Where a reader last left a stream. */
export interface Seen {
  record?: SeenRecord;
  heads: readonly Hex[];
}

export interface ReadStream {
  records: SignedRecord[];
  /** Stream keys by epoch. */
  keys: Map<number, Bytes>;
  items: (OpenedItem & { at?: number })[];
  heads: Hex[];
  problems: Problem[];
  /** To remember for the next time; undefined when nothing holds. */
  seen: Required<Seen> | undefined;
}

export interface Reader {
  keys: Keys;
  judge: Judge;
  /** Stream keys already known: from the keyring, or derived. */
  known?: ReadonlyMap<number, Bytes>;
  seen?: Seen;
}

type Report = (code: Code, what: Problem["what"], which: string | number) => void;

async function soundRecords(wire: StreamAsRead, { judge, seen }: Reader, report: Report): Promise<SignedRecord[]> {
  const records: SignedRecord[] = [];
  try {
    for (const one of wire.records) {
      const signed = await readRecord(unwireRecord(one));
      await checkRecord(signed, records.at(-1), judge);
      records.push(signed);
    }
    if (records.length === 0) throw new SealError("record_chain", "no record");
  } catch (error) {
    report(codeOf(error), "record", records.length);
  }
  const left = seen?.record;
  if (left && records[left.number]?.hash !== left.hash) report("record_chain", "record", left.number);
  return records;
}

/** What is known already, then what the grants give, opening no more of them than is needed. */
async function streamKeys(wire: StreamAsRead, records: readonly SignedRecord[], reader: Reader, report: Report) {
  const keys = new Map<number, Bytes>();
  for (const [epoch, sk] of reader.known ?? []) if (await isKeyOf(records, epoch, sk)) keys.set(epoch, sk);
  const hasAllUpTo = (epoch: number) => Array.from({ length: epoch + 1 }, (_, e) => e).every((e) => keys.has(e));
  for (const { record: number, recipient, blob } of wire.grants) {
    const record = records[number]?.record;
    const ofBrokenRecord = !record && number < wire.records.length;
    if (recipient !== reader.keys.fpr || ofBrokenRecord || (record && hasAllUpTo(record.epoch))) continue;
    try {
      const granter = record && personOf(reader.judge, record.author);
      if (!granter) throw new SealError("record_chain", "a grant without its record");
      for (const [epoch, sk] of await openGrant(reader.keys, { granter, records, number, blob: unb64(blob) })) keys.set(epoch, sk);
    } catch (error) {
      report(codeOf(error), "grant", number);
    }
  }
  const last = records.at(-1)?.record;
  const lacking = keys.size === 0 || (last?.granted.includes(reader.keys.fpr) && !keys.has(last.epoch));
  if (last && lacking) report("not_granted", "grant", last.number);
  return keys;
}

/** What has gone, what serves twice, and gaps, among the items that are shown. */
function checkWhole(items: readonly ReadItem[], seen: readonly Hex[], report: Report): void {
  const hashes = new Set(items.map((item) => item.hash));
  for (const hash of seen) if (!hashes.has(hash)) report("missing_item", "whole", hash);
  for (const { header } of items) {
    if (header.parents.some((parent) => !hashes.has(parent))) report("missing_item", "whole", header.item);
  }
  const names = new Set<Hex>();
  const counts = new Map<Hex, Set<number>>();
  for (const { header } of items) {
    const count = counts.get(header.author) ?? new Set<number>();
    counts.set(header.author, count);
    if (names.has(header.item) || count.has(header.seq)) report("wrong_place", "whole", header.item);
    names.add(header.item);
    count.add(header.seq);
  }
  for (const [author, count] of counts) {
    let next = 0;
    while (count.has(next)) next++;
    if (next < count.size) report("missing_item", "whole", `${author}/${next}`);
  }
}

/** Who may read a stream and with which keys, verified, without its items. */
export interface Access {
  wire: StreamAsRead;
  judge: Judge;
  records: SignedRecord[];
  /** Stream keys by epoch. */
  keys: Map<number, Bytes>;
  problems: Problem[];
}

const reporting = (problems: Problem[]): Report => (code, what, which) => void problems.push({ code, what, which: String(which) });

export async function readAccess(wire: StreamAsRead, reader: Reader): Promise<Access> {
  const problems: Problem[] = [];
  const place = { ...reader.judge.place, stream: aName(wire.stream, 16), kind: oneOf(wire.kind, KINDS) };
  const judge = { ...reader.judge, place };
  const records = await soundRecords(wire, { ...reader, judge }, reporting(problems));
  const keys = await streamKeys(wire, records, reader, reporting(problems));
  return { wire, judge, records, keys, problems };
}

function mustBeHere({ header }: ReadItem, { judge: { place } }: Access): void {
  if (header.inst !== place.inst || header.case !== place.case || header.stream !== place.stream) throw new SealError("wrong_place");
}

/** One item alone, say a title in a list: nothing is said of what may lack around it. */
export async function openAlone(item: ReadItem, access: Access): Promise<OpenedItem> {
  const { epoch, author } = item.header;
  mustBeHere(item, access);
  const person = personOf(access.judge, author);
  const mayWrite = recordOf(access.records, epoch)?.record.granted.includes(author);
  if (!person || !mayWrite) throw new SealError("wrong_place", "by someone who could not write here");
  const sk = access.keys.get(epoch);
  if (!sk) throw new SealError("not_granted", "no key of this epoch");
  return openItem(sk, item, person);
}

export async function readStream(wire: StreamAsRead, reader: Reader): Promise<ReadStream> {
  const access = await readAccess(wire, reader);
  const { records, keys, problems } = access;
  const present: ReadItem[] = [];
  const items: (OpenedItem & { at?: number })[] = [];
  for (const [index, one] of wire.items.entries()) {
    let name = String(index);
    try {
      const item = await readItem(unwireItem(one));
      name = item.header.item;
      mustBeHere(item, access);
      present.push(item);
      items.push({ ...(await openAlone(item, access)), ...(one.at !== undefined && { at: one.at }) });
    } catch (error) {
      problems.push({ code: codeOf(error), what: "item", which: name });
    }
  }
  checkWhole(present, reader.seen?.heads ?? [], reporting(problems));
  const heads = headsOf(present);
  const last = records.at(-1);
  const seen = last && { record: { number: last.record.number, hash: last.hash }, heads };
  return { records, keys, items: inOrder(items), heads, problems, seen };
}

/** For the reporter, whose root gives the key of their private stream. */
export function readAsReporter(wire: StreamAsRead, reporter: Reporter, judge: Judge, seen?: Seen): Promise<ReadStream> {
  const known = new Map(wire.kind === "private" ? [[0, reporter.privateKey]] : []);
  return readStream(wire, { keys: reporter.keys, judge, known, ...(seen && { seen }) });
}
