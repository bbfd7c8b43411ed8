/** The records of a stream: who may read it, from when on, each signed and chained to the one before. */
import { SealError } from "./errors.ts";
import { hex, lp, name16, name32, numberOf, sha256, text, unlp, type Bytes, type Hex } from "./fields.ts";
import { verify, type Identity, type Keys } from "./identity.ts";
import { NONE, type Directory } from "./directory.ts";

export const KINDS = ["private", "conversation", "internal", "side"] as const;
export type StreamKind = (typeof KINDS)[number];
export const REASONS = ["open", "add", "remove", "leave", "rekey"] as const;
export type Reason = (typeof REASONS)[number];

export interface Place {
  inst: Hex;
  case: Hex;
  stream: Hex;
}

export interface StreamRecord extends Place {
  kind: StreamKind;
  number: number;
  epoch: number;
  /** Commits to the stream key of this epoch. */
  kc: Hex;
  prev: Hex;
  author: Hex;
  directory: number;
  /** Everyone who may read from now on, the reporter included; sorted. */
  granted: readonly Hex[];
  /** Those the reporter put aside; sorted. */
  excluded: readonly Hex[];
  reason: Reason;
  time: number;
}

/** A record with its bytes: what is signed is what is kept. */
export interface SignedRecord {
  body: Bytes;
  sig: Bytes;
  record: StreamRecord;
  hash: Hex;
}

/** The last record of an epoch: everyone who could read during it. */
export function recordOf(records: readonly SignedRecord[], epoch: number): SignedRecord | undefined {
  return records.findLast(({ record }) => record.epoch === epoch);
}

/** Whether this is the stream key that the records of an epoch commit to. */
export async function isKeyOf(records: readonly SignedRecord[], epoch: number, sk: Bytes): Promise<boolean> {
  const record = recordOf(records, epoch)?.record;
  return record !== undefined && sk.length === 32 && (await keyCommitment(record, epoch, sk)) === record.kc;
}

export async function keyCommitment(place: Place, epoch: number, sk: Bytes): Promise<Hex> {
  return hex(await sha256(lp("portevoix/1 kc", name16(place.case), name16(place.stream), epoch, sk)));
}

export function writeRecord(r: StreamRecord): Bytes {
  const place = [name16(r.inst), name16(r.case), name16(r.stream), r.kind];
  const chain = [r.number, r.epoch, name32(r.kc), name32(r.prev), name32(r.author), r.directory];
  const who = [r.granted.map(name32), r.excluded.map(name32)];
  return lp("portevoix/1 record", ...place, ...chain, ...who, r.reason, r.time);
}

function ascending(list: Bytes): Hex[] {
  const names = unlp(list).map((name) => {
    if (name.length !== 32) throw new SealError("malformed", "not a fingerprint");
    return hex(name);
  });
  if (names.some((name, i) => i > 0 && name <= (names[i - 1] as Hex))) throw new SealError("malformed", "a list is not sorted");
  return names;
}

function sized(bytes: Bytes, size: number): Hex {
  if (bytes.length !== size) throw new SealError("malformed", "wrong size");
  return hex(bytes);
}

function choice<T extends string>(bytes: Bytes, choices: readonly T[]): T {
  const found = choices.find((one) => one === text(bytes));
  if (!found) throw new SealError("malformed", "not a choice");
  return found;
}

export function parseRecord(body: Bytes): StreamRecord {
  const fields = unlp(body);
  if (fields.length !== 15 || text(fields[0] as Bytes) !== "portevoix/1 record") throw new SealError("malformed", "not a record");
  const at = (i: number) => fields[i] as Bytes;
  return {
    inst: sized(at(1), 16),
    case: sized(at(2), 16),
    stream: sized(at(3), 16),
    kind: choice(at(4), KINDS),
    number: numberOf(at(5)),
    epoch: numberOf(at(6)),
    kc: sized(at(7), 32),
    prev: sized(at(8), 32),
    author: sized(at(9), 32),
    directory: numberOf(at(10)),
    granted: ascending(at(11)),
    excluded: ascending(at(12)),
    reason: choice(at(13), REASONS),
    time: numberOf(at(14)),
  };
}

export async function readRecord(wire: { body: Bytes; sig: Bytes }): Promise<SignedRecord> {
  return { ...wire, record: parseRecord(wire.body), hash: hex(await sha256(wire.body)) };
}

export async function signRecord(keys: Keys, record: StreamRecord): Promise<SignedRecord> {
  if (record.author !== keys.fpr) throw new SealError("not_granted", "one signs in one's own name");
  const body = writeRecord(record);
  const sig = await keys.sign(lp("portevoix/1 record sig", body));
  return { body, sig, record, hash: hex(await sha256(body)) };
}

/** What a reader must know to judge a chain. */
export interface Judge {
  place: { inst: Hex; case: Hex; stream?: Hex; kind?: StreamKind };
  /** The reporter of the case; their keys come from the server and are named by their fingerprint. */
  reporter: Identity;
  /** Every version of the list of members, in order, already followed. */
  directories: readonly Directory[];
  /** Those put aside in the case's other streams. */
  excluded?: readonly Hex[];
  /** All those the reporter ever put aside in the conversation, for `internal`; undefined where it is not at hand. */
  everAside?: ReadonlySet<Hex>;
}

export function personOf(judge: Judge, fpr: Hex): Identity | undefined {
  if (fpr === judge.reporter.fpr) return judge.reporter;
  return judge.directories.findLast((directory) => directory.members.has(fpr))?.members.get(fpr);
}

const refuse = (detail: string): never => {
  throw new SealError("record_chain", detail);
};

function mustOpen(r: StreamRecord, judge: Judge): void {
  if (r.number !== 0 || r.epoch !== 0 || r.prev !== NONE || r.reason !== "open") refuse("not a first record");
  const byReporter = r.author === judge.reporter.fpr;
  if (byReporter !== (r.kind !== "internal")) refuse("opened by someone who may not");
}

/** Whether someone who could read no longer may, or a new key is the very reason of the record. */
export function needsNewKey(before: StreamRecord, reason: Reason, granted: readonly Hex[]): boolean {
  return reason === "rekey" || !before.granted.every((fpr) => granted.includes(fpr));
}

function mustContinue(r: StreamRecord, before: SignedRecord, judge: Judge): void {
  const last = before.record;
  if (r.stream !== last.stream || r.kind !== last.kind) throw new SealError("wrong_place", "another stream's record");
  if (r.number !== last.number + 1 || r.prev !== before.hash || r.reason === "open") refuse("does not follow the one before");
  if (!last.granted.includes(r.author)) refuse("by someone who could not read");
  if (needsNewKey(last, r.reason, r.granted)) {
    if (r.epoch !== last.epoch + 1) refuse("someone left and the key stayed");
  } else if (r.epoch !== last.epoch || r.kc !== last.kc) refuse("the key changed without a reason");
  const shortened = last.excluded.some((fpr) => !r.excluded.includes(fpr));
  if (shortened && r.author !== judge.reporter.fpr) throw new SealError("excluded", "only the reporter takes someone back");
  const lengthened = r.kind !== "internal" && r.excluded.some((fpr) => !last.excluded.includes(fpr));
  if (lengthened && r.author !== judge.reporter.fpr) throw new SealError("excluded", "only the reporter puts someone aside");
  if (r.directory < last.directory) throw new SealError("directory_older", "than the record before");
}

function mustBeReaders(r: StreamRecord, before: StreamRecord | undefined, judge: Judge): void {
  const aside = new Set([...r.excluded, ...(judge.excluded ?? [])]);
  if (r.granted.some((fpr) => aside.has(fpr))) throw new SealError("excluded", "someone put aside is granted");
  const { everAside } = judge;
  if (r.kind === "internal" && everAside && !r.excluded.every((fpr) => everAside.has(fpr))) {
    throw new SealError("excluded", "put aside by a member");
  }
  const reporter = judge.reporter.fpr;
  if (r.kind === "private" && (r.granted.length !== 1 || r.granted[0] !== reporter)) refuse("private is the reporter's alone");
  if ((r.kind === "internal") === r.granted.includes(reporter)) refuse("the reporter reads every stream but the internal one");
  if (!r.granted.includes(r.author)) refuse("whoever makes a key can read with it");
  const directory = judge.directories[r.directory - 1];
  if (!directory) throw new SealError("directory_older", "that version is not here");
  if (r.granted.some((fpr) => fpr !== reporter && !directory.members.get(fpr)?.reads)) {
    throw new SealError("not_granted", "someone granted may not read in that version");
  }
  const leftOut = before?.granted.filter((fpr) => !r.granted.includes(fpr) && !r.excluded.includes(fpr)) ?? [];
  if (leftOut.some((fpr) => directory.members.get(fpr)?.reads)) throw new SealError("excluded", "someone who listens is left out");
}

/** One record on the one before: every rule that readers and the server hold to. */
export async function checkRecord(signed: SignedRecord, before: SignedRecord | undefined, judge: Judge): Promise<void> {
  const r = signed.record;
  const { inst, case: theCase, stream, kind } = judge.place;
  if (r.inst !== inst || r.case !== theCase || (stream ?? r.stream) !== r.stream || (kind ?? r.kind) !== r.kind) {
    throw new SealError("wrong_place", "another stream's record");
  }
  const author = personOf(judge, r.author);
  if (!author || !(await verify(author.ed25519, lp("portevoix/1 record sig", signed.body), signed.sig))) refuse("signature");
  if (before) mustContinue(r, before, judge);
  else mustOpen(r, judge);
  mustBeReaders(r, before?.record, judge);
}

/** Where a reader last left a stream. */
export interface SeenRecord {
  number: number;
  hash: Hex;
}

/** Verifies every record of a stream, from the first to the last. */
export async function followRecords(
  wires: readonly { body: Bytes; sig: Bytes }[],
  judge: Judge,
  seen?: SeenRecord,
): Promise<SignedRecord[]> {
  const records: SignedRecord[] = [];
  for (const wire of wires) {
    const signed = await readRecord(wire);
    await checkRecord(signed, records.at(-1), judge);
    records.push(signed);
  }
  if (records.length === 0) refuse("no record");
  if (seen && records[seen.number]?.hash !== seen.hash) refuse("another past than the one seen");
  return records;
}

export interface Opening {
  place: Place;
  kind: StreamKind;
  sk: Bytes;
  directory: number;
  granted: readonly Hex[];
  excluded?: readonly Hex[];
  time: number;
}

export async function firstRecord(keys: Keys, o: Opening): Promise<SignedRecord> {
  return signRecord(keys, {
    ...o.place,
    kind: o.kind,
    number: 0,
    epoch: 0,
    kc: await keyCommitment(o.place, 0, o.sk),
    prev: NONE,
    author: keys.fpr,
    directory: o.directory,
    granted: [...o.granted].sort(),
    excluded: [...(o.excluded ?? [])].sort(),
    reason: "open",
    time: o.time,
  });
}

export interface Change {
  reason: Exclude<Reason, "open">;
  /** The stream key from now on: a new one exactly when `needsNewKey`. */
  sk: Bytes;
  directory: number;
  granted: readonly Hex[];
  excluded?: readonly Hex[];
  time: number;
}

export async function nextRecord(keys: Keys, before: SignedRecord, c: Change): Promise<SignedRecord> {
  const last = before.record;
  const epoch = last.epoch + (needsNewKey(last, c.reason, c.granted) ? 1 : 0);
  return signRecord(keys, {
    ...last,
    number: last.number + 1,
    epoch,
    kc: await keyCommitment(last, epoch, c.sk),
    prev: before.hash,
    author: keys.fpr,
    directory: c.directory,
    granted: [...c.granted].sort(),
    excluded: [...(c.excluded ?? last.excluded)].sort(),
    reason: c.reason,
    time: c.time,
  });
}
