/**
 * A stream as the server shows it, verified: what it says, and everything that does not hold.
 * A problem stops nothing else: people read what is sound, and are told what is not.
 */
import { codeOf, SealError, type Code } from "./errors.ts";
import { unb64, type Bytes, type Hex } from "./fields.ts";
import { openGrants, type ToOpen } from "./grants.ts";
import type { Identity, Keys } from "./identity.ts";
import { headsOf, inOrder, openItem, readItem, type OpenedItem, type ReadItem } from "./items.ts";
import { checkRecord, keyCommitment, personOf, readRecord, type Judge, type SeenRecord, type SignedRecord } from "./records.ts";
import { unwireItem, unwireRecord, type StreamAsRead } from "./wire.ts";

export interface Problem {
  code: Code;
  what: "record" | "grant" | "item";
  /** The number of a record, the epoch of a grant, the name, hash or place in the list of an item. */
  which: string;
}

/** Where a reader last left a stream. */
export interface Seen {
  record: SeenRecord;
  heads: readonly Hex[];
}

export interface ReadStream {
  records: SignedRecord[];
  /** Stream keys by epoch. */
  keys: Map<number, Bytes>;
  items: (OpenedItem & { at?: number })[];
  /** Sound items of a time this reader had no access to. */
  closed: ReadItem[];
  heads: Hex[];
  problems: Problem[];
  /** To remember for the next time; undefined when nothing holds. */
  seen: Seen | undefined;
}

export interface Reader {
  keys: Keys;
  judge: Judge;
  /** Stream keys already known: from the keyring, or derived. */
  known?: ReadonlyMap<number, Bytes>;
  seen?: Seen;
  progress?: (done: number, total: number) => void;
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
  if (seen && records[seen.record.number]?.hash !== seen.record.hash) report("record_chain", "record", seen.record.number);
  return records;
}

async function knownKeys(records: readonly SignedRecord[], known: ReadonlyMap<number, Bytes>): Promise<Map<number, Bytes>> {
  const keys = new Map<number, Bytes>();
  for (const { record } of records) {
    const sk = known.get(record.epoch);
    if (sk && (await keyCommitment(record, record.epoch, sk)) === record.kc) keys.set(record.epoch, sk);
  }
  return keys;
}

/** Opens one grant an epoch, for the epochs whose key is not known yet. */
async function streamKeys(wire: StreamAsRead, records: readonly SignedRecord[], reader: Reader, report: Report) {
  const me = reader.keys.fpr;
  const keys = await knownKeys(records, reader.known ?? new Map());
  const toOpen: ToOpen[] = [];
  for (const { record: number, recipient, blob } of wire.grants) {
    const signed = records[number];
    if (recipient !== me || !signed || keys.has(signed.record.epoch)) continue;
    toOpen.push({ granter: personOf(reader.judge, signed.record.author) as Identity, signed, blob: unb64(blob) });
  }
  const opened = await openGrants(reader.keys, toOpen, reader.progress);
  opened.forEach((result, i) => {
    const { epoch } = (toOpen[i] as ToOpen).signed.record;
    if ("sk" in result) keys.set(epoch, result.sk);
    else report(result.code, "grant", epoch);
  });
  for (const { record } of records) {
    const refused = opened.some((result, i) => "code" in result && toOpen[i]?.signed.record.epoch === record.epoch);
    if (record.granted.includes(me) && !keys.has(record.epoch) && !refused) report("missing_item", "grant", record.epoch);
  }
  return keys;
}

async function itemsInPlace(wire: StreamAsRead, place: { inst: Hex; case: Hex }, report: Report) {
  const found: (ReadItem & { at?: number })[] = [];
  for (const [index, one] of wire.items.entries()) {
    try {
      const item = await readItem(unwireItem(one));
      const { inst, case: theCase, stream } = item.header;
      if (inst !== place.inst || theCase !== place.case || stream !== wire.stream) report("wrong_place", "item", item.header.item);
      else found.push(one.at === undefined ? item : { ...item, at: one.at });
    } catch (error) {
      report(codeOf(error), "item", index);
    }
  }
  return found;
}

/** Gaps, repetitions and what has gone, among the items that are shown. */
function checkWhole(items: readonly ReadItem[], seen: readonly Hex[], report: Report): ReadItem[] {
  const hashes = new Set(items.map((item) => item.hash));
  for (const hash of seen) if (!hashes.has(hash)) report("missing_item", "item", hash);
  const names = new Set<Hex>();
  const counts = new Map<Hex, Set<number>>();
  const sound = items.filter(({ header }) => {
    const count = counts.get(header.author) ?? new Set<number>();
    counts.set(header.author, count);
    const twice = names.has(header.item) || count.has(header.seq);
    if (twice) report("wrong_place", "item", header.item);
    else if (header.parents.some((parent) => !hashes.has(parent))) report("missing_item", "item", header.item);
    names.add(header.item);
    count.add(header.seq);
    return !twice;
  });
  for (const [author, count] of counts) {
    for (let seq = 0; seq < Math.max(...count); seq++) if (!count.has(seq)) report("missing_item", "item", `${author}/${seq}`);
  }
  return sound;
}

export async function readStream(wire: StreamAsRead, reader: Reader): Promise<ReadStream> {
  const problems: Problem[] = [];
  const report: Report = (code, what, which) => void problems.push({ code, what, which: String(which) });
  const { judge } = reader;
  const records = await soundRecords(wire, { ...reader, judge: { ...judge, place: { ...judge.place, stream: wire.stream, kind: wire.kind } } }, report);
  const keys = await streamKeys(wire, records, reader, report);
  const present = await itemsInPlace(wire, judge.place, report);
  const single = checkWhole(present, reader.seen?.heads ?? [], report);
  const items: OpenedItem[] = [];
  const closed: ReadItem[] = [];
  for (const item of single) {
    const { epoch, author, item: name } = item.header;
    const person = personOf(judge, author);
    const mayWrite = records.some(({ record }) => record.epoch === epoch && record.granted.includes(author));
    const sk = keys.get(epoch);
    if (!person || !mayWrite) report("not_granted", "item", name);
    else if (!sk) closed.push(item);
    else {
      try {
        items.push(await openItem(sk, item, person));
      } catch (error) {
        report(codeOf(error), "item", name);
      }
    }
  }
  const heads = headsOf(single);
  const last = records.at(-1);
  const seen = last && { record: { number: last.record.number, hash: last.hash }, heads };
  return { records, keys, items: inOrder(items), closed, heads, problems, seen };
}
