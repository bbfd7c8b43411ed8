/** Putting the pieces together: opening a stream, speaking in it, changing who may read, and the one deposit. */
import type { Said } from "./bodies.ts";
import { readersOf, type Directory } from "./directory.ts";
import { SealError } from "./errors.ts";
import { b64, hex, minutes, random, sha256, unb64, type Bytes, type Hex } from "./fields.ts";
import { grant } from "./grants.ts";
import type { Identity, Keys } from "./identity.ts";
import { headsOf, itemHash, nextSeq, sealItem, type ReadItem } from "./items.ts";
import { makeReceipt, receiptKeys, wrapRoot, type Receipt } from "./receipt.ts";
import { checkRecord, firstRecord, needsNewKey, nextRecord } from "./records.ts";
import type { Judge, Place, Reason, SignedRecord, StreamKind } from "./records.ts";
import { makeRoot, reporterFrom, type Reporter } from "./reporter.ts";
import type { ReadStream } from "./stream.ts";
import { unwireItem, wireGrant, wireItem, wireRecord, type WireGrant, type WireStream } from "./wire.ts";

export interface Speaking {
  place: Place;
  epoch: number;
  sk: Bytes;
  /** What is already in the stream, as far as its author has seen. */
  items: readonly ReadItem[];
}

/** Seals one item after another, each answering what is there. */
export async function say(author: Keys, at: Speaking, said: readonly Said[]): Promise<ReadItem[]> {
  const items = [...at.items];
  for (const one of said) {
    const position = { ...at.place, epoch: at.epoch, seq: nextSeq(items, author.fpr), parents: headsOf(items) };
    items.push(await sealItem(author, at.sk, position, one));
  }
  return items.slice(at.items.length);
}

async function grantAll(granter: Keys, record: SignedRecord, sk: Bytes, people: readonly Identity[]): Promise<WireGrant[]> {
  const grants: WireGrant[] = [];
  for (const person of people) grants.push(wireGrant(record, person.fpr, await grant(granter, person, record, sk)));
  return grants;
}

export interface Opened {
  wire: WireStream;
  record: SignedRecord;
  sk: Bytes;
  items: ReadItem[];
}

export interface NewStream {
  inst: Hex;
  case: Hex;
  kind: StreamKind;
  directory: Directory;
  /** Everyone who may read, its author included unless they have the key another way. */
  readers: readonly Identity[];
  excluded?: readonly Hex[];
  said: readonly Said[];
  /** Given when it is derived (private); else drawn, and granted to the author too. */
  sk?: Bytes;
  time?: number;
}

export async function openStream(author: Keys, n: NewStream): Promise<Opened> {
  const place = { inst: n.inst, case: n.case, stream: hex(random(16)) };
  const sk = n.sk ?? random(32);
  const people = new Map<Hex, Identity>([author, ...n.readers].map((person) => [person.fpr, person]));
  const record = await firstRecord(author, {
    place,
    kind: n.kind,
    sk,
    directory: n.directory.version,
    granted: [...people.keys()],
    excluded: n.excluded ?? [],
    time: n.time ?? minutes(),
  });
  const grants = n.sk ? [] : await grantAll(author, record, sk, [...people.values()]);
  const items = await say(author, { place, epoch: 0, sk, items: [] }, n.said);
  const wire = { stream: place.stream, kind: n.kind, records: [wireRecord(record)], grants, items: items.map(wireItem) };
  return { wire, record, sk, items };
}

export interface NewReaders {
  reason: Exclude<Reason, "open">;
  /** Everyone who may read from now on. */
  readers: readonly Identity[];
  excluded?: readonly Hex[];
  /** Whether those who come may also read what was said in earlier epochs; yes unless told. */
  past?: boolean;
  time?: number;
}

/**
 * A new record after which exactly `readers` may read, with the grants of those who lack its key.
 * Someone who leaves, or `rekey`, makes a new key, granted to all. Read the stream again before going on.
 */
export async function changeReaders(author: Keys, stream: ReadStream, judge: Judge, n: NewReaders): Promise<WireStream> {
  const before = stream.records.at(-1) as SignedRecord;
  const { epoch, granted } = before.record;
  const fprs = n.readers.map((person) => person.fpr);
  const anew = needsNewKey(before.record, n.reason, fprs);
  const held = stream.keys.get(epoch);
  if (!held) throw new SealError("not_granted", "no key of this epoch");
  const sk = anew ? random(32) : held;
  const directory = judge.directories.length;
  const who = { granted: fprs, ...(n.excluded && { excluded: n.excluded }) };
  const record = await nextRecord(author, before, { reason: n.reason, sk, directory, ...who, time: n.time ?? minutes() });
  await checkRecord(record, before, judge);
  const earlier = n.past === false ? new Map() : new Map([...stream.keys].filter(([e]) => e < record.record.epoch));
  const grants: WireGrant[] = [];
  for (const person of n.readers) {
    const isNew = !granted.includes(person.fpr);
    if (!anew && !isNew) continue;
    grants.push(wireGrant(record, person.fpr, await grant(author, person, record, sk, isNew ? earlier : undefined)));
  }
  return { stream: record.record.stream, kind: record.record.kind, records: [wireRecord(record)], grants, items: [] };
}

/** A testimony that exists in this page only, until its one request. */
export interface Draft {
  inst: Hex;
  case: Hex;
  root: Bytes;
  reporter: Reporter;
}

export async function begin(inst: Hex): Promise<Draft> {
  const root = makeRoot();
  return { inst, case: hex(random(16)), root, reporter: await reporterFrom(root) };
}

export interface Deposit {
  case: Hex;
  xwing: string;
  ed25519: string;
  auth_hash: Hex;
  wrap: string;
  withdraw_hash: Hex;
  streams: WireStream[];
  files: { file: Hex; parts: number }[];
  work: Hex | null;
}

/** `h` of each record, then of each item, stream by stream: what the deposit's line in the trail says. */
export async function depositHashes(deposit: Pick<Deposit, "streams">): Promise<Hex[]> {
  const hashes: Promise<Hex>[] = deposit.streams.flatMap(({ records, items }) => [
    ...records.map(async ({ body }) => hex(await sha256(unb64(body)))),
    ...items.map((item) => itemHash(unwireItem(item))),
  ]);
  return Promise.all(hashes);
}

/** Members who may be granted a stream, without those the reporter puts aside. */
export function readersBut(directory: Directory, excluded: readonly Hex[]): Identity[] {
  return readersOf(directory).filter((member) => !excluded.includes(member.fpr));
}

export interface Choice {
  directory: Directory;
  /** `private`: kept for the reporter alone, for now. */
  kind: "conversation" | "private";
  excluded: readonly Hex[];
  said: readonly Said[];
  files?: readonly { file: Hex; parts: number }[];
  receipt?: Receipt;
  time?: number;
}

/** Everything of the one request, and the receipt, which is not in it. */
export async function compose(draft: Draft, choice: Choice): Promise<{ receipt: Receipt; deposit: Deposit; opened: Opened }> {
  const receipt = choice.receipt ?? (await makeReceipt());
  const { keys, privateKey, withdrawalHash } = draft.reporter;
  const alone = choice.kind === "private";
  const [mine, opened] = await Promise.all([
    receiptKeys(receipt, draft.inst),
    openStream(keys, {
      inst: draft.inst,
      case: draft.case,
      kind: choice.kind,
      directory: choice.directory,
      readers: alone ? [] : readersBut(choice.directory, choice.excluded),
      excluded: choice.excluded,
      said: choice.said,
      ...(alone && { sk: privateKey }),
      ...(choice.time !== undefined && { time: choice.time }),
    }),
  ]);
  const deposit: Deposit = {
    case: draft.case,
    xwing: b64(keys.xwing),
    ed25519: b64(keys.ed25519),
    auth_hash: mine.authHash,
    wrap: b64(await wrapRoot(mine, draft.inst, draft.root)),
    withdraw_hash: withdrawalHash,
    streams: [opened.wire],
    files: [...(choice.files ?? [])],
    work: null,
  };
  return { receipt, deposit, opened };
}
