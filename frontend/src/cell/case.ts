/** A case, opened and verified in the browser: what was said, who may read, and everything that does not hold. */
import type { Renewed } from "../elements/aside.ts";
import type { Bodies, Said } from "../seal/bodies.ts";
import type { Directory, Listed } from "../seal/directory.ts";
import { SealError, type Code } from "../seal/errors.ts";
import { unb64, type Bytes, type Hex } from "../seal/fields.ts";
import { identity, type Identity, type Keys } from "../seal/identity.ts";
import type { OpenedItem } from "../seal/items.ts";
import { parseRecord, type Judge, type SignedRecord, type StreamKind, type StreamRecord } from "../seal/records.ts";
import type { Left } from "../seal/member.ts";
import { readStream, type Problem, type ReadStream, type Seen } from "../seal/stream.ts";
import { unwireRecord, type StreamAsRead } from "../seal/wire.ts";

export interface Sealed {
  inst: Hex;
  cell: Hex;
  case: Hex;
  me: Hex;
  reporter: { xwing: string; ed25519: string };
  streams: StreamAsRead[];
}

export type Act = "take_up" | "answer" | "pass_on" | "close" | "reopen";

export interface State {
  stage: string;
  /** The day until which the person was told that they would have an answer; null once they had one. */
  until: string | null;
  holder: Hex | null;
  holder_said: string;
  mine: boolean;
  may: Record<Act, boolean>;
  /** Notes exist, whether or not they were opened to this member. */
  notes: boolean;
  colleagues: { member: Hex; fpr: Hex }[];
  steps: { said: string; at: number }[];
}

export interface CaseData {
  state: State;
  sealed: Sealed;
}

export type Item = OpenedItem & { at?: number };
export type FileSaid = Said & { kind: "file" };
export type Testimony = Bodies["testimony"];

export interface Thread {
  wire: StreamAsRead;
  judge: Judge;
  read: ReadStream;
  /** The latest record that holds. */
  last: StreamRecord | undefined;
}

/** Something that does not hold. `where` tells the two threads apart; undefined for what concerns the whole. */
export interface Trouble {
  code: Code;
  what: Problem["what"] | "directory";
  where?: StreamKind;
}

export interface PutAside {
  fpr: Hex;
  name: string;
}

export interface Opening {
  keys: Keys;
  data: Sealed;
  /** The case that was asked for: the server might show another. */
  asked: Hex;
  directories: readonly Directory[];
  renewed: Renewed;
  known: (stream: Hex) => Promise<ReadonlyMap<number, Bytes>>;
  /** Where this member last left it, on whatever device. */
  left?: Left | undefined;
}

export class OpenCase {
  readonly where: { inst: Hex; case: Hex };
  readonly reporter: Identity;
  readonly directories: readonly Directory[];
  readonly renewed: Renewed;
  readonly conversation: Thread;
  readonly notes: Thread | undefined;
  readonly troubles: Trouble[];
  readonly #keys: Keys;
  readonly #before: Left | undefined;

  private constructor({ keys, directories, renewed, left }: Opening, reporter: Identity, threads: Thread[], troubles: Trouble[]) {
    const conversation = threads.find(({ wire }) => wire.kind === "conversation");
    if (!conversation) throw new SealError("not_granted", "no conversation");
    this.#keys = keys;
    this.#before = left;
    this.reporter = reporter;
    this.directories = directories;
    this.renewed = renewed;
    this.conversation = conversation;
    this.where = { inst: conversation.judge.place.inst, case: conversation.judge.place.case };
    this.notes = threads.find(({ wire }) => wire.kind === "internal");
    this.troubles = [...troubles, ...this.#intruders()];
  }

  static async open(opening: Opening): Promise<OpenCase> {
    const { keys, data, asked, directories, known, left } = opening;
    if (data.case !== asked || data.me !== keys.fpr) throw new SealError("wrong_place", "another case, or another reader");
    const reporter = await identity(unb64(data.reporter.xwing), unb64(data.reporter.ed25519));
    const judge: Judge = { place: { inst: data.inst, case: data.case }, reporter, directories };
    const threads: Thread[] = [];
    const troubles: Trouble[] = [];
    const ordered = [...data.streams].sort((a, b) => a.kind.localeCompare(b.kind));
    for (const wire of ordered) {
      const law = wire.kind === "internal" ? { ...judge, excluded: alwaysAside(threads[0]), everAside: everAside(threads[0]) } : judge;
      const seen = left?.streams.get(wire.stream);
      const own = await known(wire.stream);
      const read = await readStream(wire, { keys, judge: law, known: own, ...(seen && { seen }) });
      const last = read.records.at(-1)?.record;
      threads.push({ wire, judge: law, read, last });
      troubles.push(...read.problems.map(({ code, what }) => ({ code, what, where: wire.kind })));
      // The keyring remembers later keys than the records speak of: the server shows an older state.
      const newest = Math.max(-1, ...own.keys());
      if (newest > (last?.epoch ?? -1)) troubles.push({ code: "record_chain", what: "record", where: wire.kind });
    }
    if (left && [...left.streams.keys()].some((stream) => !threads.some(({ wire }) => wire.stream === stream))) {
      troubles.push({ code: "missing_item", what: "whole" });
    }
    // Whole and consistent, but somebody else's: another conversation in place of the one that was read.
    if (left && left.reporter !== reporter.fpr) troubles.push({ code: "record_chain", what: "record", where: "conversation" });
    return new OpenCase(opening, reporter, threads, troubles);
  }

  get directory(): Directory | undefined {
    return this.directories.at(-1);
  }

  get threads(): Thread[] {
    return [this.conversation, ...(this.notes ? [this.notes] : [])];
  }

  /** To remember until somebody looks again. What does not hold never takes the place of what was seen before. */
  get left(): Left {
    const before = this.#before;
    if (before && before.reporter !== this.reporter.fpr) return before;
    const sound = this.threads.filter(({ wire, read }) => !this.troubles.some(({ where }) => where === wire.kind) && read.seen);
    const now = sound.map(({ wire, read }) => [wire.stream, read.seen as Required<Seen>] as const);
    return { reporter: this.reporter.fpr, streams: new Map([...(before?.streams ?? []), ...now]) };
  }

  isMine(item: OpenedItem): boolean {
    return this.isMe(item.header.author);
  }

  isMe(fpr: Hex): boolean {
    return fpr === this.#keys.fpr;
  }

  isReporter(fpr: Hex): boolean {
    return fpr === this.reporter.fpr;
  }

  /** As a signed directory lists them, the latest that does. */
  member(fpr: Hex): Listed | undefined {
    return this.directories.findLast(({ members }) => members.has(fpr))?.members.get(fpr);
  }

  /** The title members gave, else the one that came with the testimony. */
  get title(): string | undefined {
    for (const thread of [this.notes, this.conversation]) {
      const said = thread?.read.items.findLast((item) => item.said.kind === "title")?.said;
      if (said?.kind === "title" && said.body.text.trim()) return said.body.text.trim();
    }
    return undefined;
  }

  get testimony(): Item | undefined {
    return this.conversation.read.items.find(({ said }) => said.kind === "testimony");
  }

  /** Files that came with the testimony: those its author added before anybody had answered. */
  get evidence(): Item[] {
    const { items } = this.conversation.read;
    const first = items.findIndex(({ said, header }) => said.kind === "message" || !this.isReporter(header.author));
    return items.slice(0, first < 0 ? items.length : first).filter(({ said }) => said.kind === "file");
  }

  /** What was said since, in order. */
  get talk(): Item[] {
    const before = new Set<Item>(this.evidence);
    return this.conversation.read.items.filter((item) => (item.said.kind === "message" || item.said.kind === "file") && !before.has(item));
  }

  get noted(): Item[] {
    return this.notes?.read.items.filter(({ said }) => said.kind === "note" || said.kind === "file") ?? [];
  }

  /** Members who may read the conversation, by its latest signed record. */
  get readers(): Listed[] {
    return (this.conversation.last?.granted ?? []).flatMap((fpr) => (this.isReporter(fpr) ? [] : (this.member(fpr) ?? [])));
  }

  get aside(): PutAside[] {
    return (this.conversation.last?.excluded ?? []).map((fpr) => ({ fpr, name: this.member(fpr)?.name ?? "" }));
  }

  /** Those who left the directory and hold the key of what is said from now on. */
  get gone(): Listed[] {
    const reads = (fpr: Hex) => this.isReporter(fpr) || this.directory?.members.get(fpr)?.reads === true;
    const fprs = new Set(this.threads.flatMap(({ last }) => last?.granted ?? []).filter((fpr) => !reads(fpr)));
    return [...fprs].flatMap((fpr) => this.member(fpr) ?? []);
  }

  /** Those who hold the key of the notes, and whom the reporter has put aside since. */
  get strangers(): Listed[] {
    const may = this.conversation.last?.granted ?? [];
    const here = this.directory?.members;
    return (this.notes?.last?.granted ?? []).filter((fpr) => !may.includes(fpr) && here?.get(fpr)?.reads).flatMap((fpr) => this.member(fpr) ?? []);
  }

  /** Somebody granted the notes after the reporter had put them aside: no client of ours does that. */
  #intruders(): Trouble[] {
    const time = this.notes?.last?.time ?? 0;
    const { records } = this.conversation.read;
    const granted = this.notes?.last?.granted ?? [];
    const late = (fpr: Hex) => this.conversation.last?.excluded.includes(fpr) && time > (sinceWhen(records, fpr)?.record.time ?? Infinity);
    return granted.some(late) ? [{ code: "excluded", what: "record", where: "internal" }] : [];
  }
}

/** The latest version of the directory that a record of the case names, nothing verified. */
export function directoryNamed({ streams }: Pick<Sealed, "streams">): number {
  const named = streams.flatMap(({ records }) => records).map((one) => {
    try {
      return parseRecord(unwireRecord(one).body).directory;
    } catch {
      return 0;
    }
  });
  return Math.max(0, ...named);
}

/** Put aside from the first record on, and never taken back: no record of the notes may ever have granted them. */
function alwaysAside(conversation: Thread | undefined): Hex[] {
  const { records } = conversation?.read ?? { records: [] };
  return (records[0]?.record.excluded ?? []).filter((fpr) => records.every(({ record }) => record.excluded.includes(fpr)));
}

/** Whom the reporter put aside, even if they were taken back: nobody else may be put aside in the notes. */
function everAside(conversation: Thread | undefined): ReadonlySet<Hex> {
  return new Set(conversation?.read.records.flatMap(({ record }) => record.excluded));
}

/** The record that put somebody aside, and after which they were never taken back. */
function sinceWhen(records: readonly SignedRecord[], fpr: Hex): SignedRecord | undefined {
  const back = records.findLastIndex(({ record }) => !record.excluded.includes(fpr));
  return records[back + 1];
}
