/** What nine words open: everything is verified before it is shown, and what does not hold is said. */
import type { Renewed } from "../elements/aside.ts";
import type { Bodies, Said } from "../seal/bodies.ts";
import { directoryHash, followDirectories, officersWords, type Directory, type DirectoryWire, type Listed } from "../seal/directory.ts";
import { codeOf, SealError } from "../seal/errors.ts";
import { b64, minutes, name32, same, unb64, type Bytes, type Hex } from "../seal/fields.ts";
import { openFile, type Where } from "../seal/files.ts";
import type { Identity } from "../seal/identity.ts";
import type { OpenedItem } from "../seal/items.ts";
import { base32Of, makeReceipt, openRoot, receiptKeys, wordsOf, wrapRoot, type Receipt, type ReceiptKeys } from "../seal/receipt.ts";
import type { Judge } from "../seal/records.ts";
import { reporterFrom, type Reporter } from "../seal/reporter.ts";
import { readAsReporter, type Problem, type ReadStream } from "../seal/stream.ts";
import { changeReaders, openStream, readersBut, say } from "../seal/testimony.ts";
import { checkProof, commitment, isPromised, type Promised } from "../seal/trail.ts";
import { wireItem, type StreamAsRead, type WireItem, type WireStream } from "../seal/wire.ts";
import type { Words } from "../seal/words.ts";
import { NotDone, type Api } from "./api.ts";
import type { Shown } from "./deposit.ts";
import { sendFile, type Upload } from "./upload.ts";

/** What the page carries for everyone alike. */
export interface Known {
  inst: Hex;
  cell: Hex;
  log: string;
  directories: readonly DirectoryWire[];
}

interface Given {
  case: Hex;
  wrap: string;
  xwing: string;
  ed25519: string;
  stage: string;
  streams: StreamAsRead[];
  directories: DirectoryWire[];
  renewed: Renewed;
  steps: { kind: string; at: number }[];
  promise: Promised;
  proof: string | null;
  checkpoint: string | null;
}

export interface Thread {
  wire: StreamAsRead;
  read: ReadStream;
}

/** How far the trail vouches for the deposit. `differs`: it does not speak of what is shown here. */
export type Vouching = "recorded" | "promised" | "differs" | "unsigned" | "forged";

/** While the list of who may read does not hold, nothing is sealed for anybody in it. */
function mustHold({ read }: Thread): void {
  const broken = read.problems.find(({ what, code }) => what === "record" || code === "excluded");
  if (broken) throw new SealError(broken.code, "who may read does not hold");
}

type SaidFile = Said & { kind: "file" };

export class Mailbox {
  readonly #api: Api;
  readonly #known: Known;
  readonly #reporter: Reporter;
  #keys: ReceiptKeys;
  #given: Given;
  directories: Directory[] = [];
  threads: Thread[] = [];
  problems: Problem["code"][] = [];

  private constructor(api: Api, known: Known, keys: ReceiptKeys, reporter: Reporter, given: Given) {
    this.#api = api;
    this.#known = known;
    this.#keys = keys;
    this.#reporter = reporter;
    this.#given = given;
  }

  /** Refuses `NotDone` (`unknown`: these words open nothing) or `SealError`. */
  static async open(known: Known, api: Api, receipt: Receipt): Promise<Mailbox> {
    const keys = await receiptKeys(receipt, known.inst);
    const given = await api.post<Given>("revenir", { auth: b64(keys.auth) });
    const reporter = await reporterFrom(await openRoot(keys, known.inst, unb64(given.wrap)));
    const mailbox = new Mailbox(api, known, keys, reporter, given);
    await mailbox.#read();
    return mailbox;
  }

  async refresh(): Promise<void> {
    this.#given = await this.#api.post<Given>("revenir", { auth: b64(this.#keys.auth) });
    await this.#read();
  }

  async #read(): Promise<void> {
    const given = this.#given;
    const { keys } = this.#reporter;
    this.problems = [];
    if (!same(keys.xwing, unb64(given.xwing)) || !same(keys.ed25519, unb64(given.ed25519))) throw new SealError("altered", "other keys");
    this.directories = await this.#follow(given.directories);
    this.threads = [];
    for (const wire of given.streams) {
      const read = await readAsReporter(wire, this.#reporter, this.#judge());
      this.problems.push(...read.problems.map(({ code }) => code));
      this.threads.push({ wire, read });
    }
  }

  /** The list of members, never older than the one this page came with. */
  async #follow(wires: readonly DirectoryWire[]): Promise<Directory[]> {
    const { inst, cell, directories } = this.#known;
    const newest = directories.at(-1);
    try {
      const seen = newest && { version: newest.version, hash: await directoryHash(newest.text) };
      return await followDirectories(wires, { inst, cell }, seen);
    } catch (error) {
      this.problems.push(codeOf(error));
      return [];
    }
  }

  #judge(): Judge {
    return { place: { inst: this.#known.inst, case: this.#given.case }, reporter: this.#reporter.keys, directories: this.directories };
  }

  get where(): Where {
    return { inst: this.#known.inst, case: this.#given.case };
  }

  get stage(): string {
    return this.#given.stage;
  }

  /** Whether it is the cell's turn again: it had answered, and she has written since. */
  get added(): boolean {
    const last = this.conversation?.read.items.findLast(({ said }) => said.kind === "message" || said.kind === "file");
    return this.stage === "answered" && last !== undefined && this.isMine(last);
  }

  get steps(): readonly { kind: string; at: number }[] {
    return this.#given.steps;
  }

  get conversation(): Thread | undefined {
    return this.threads.find(({ wire }) => wire.kind === "conversation");
  }

  get private(): Thread | undefined {
    return this.threads.find(({ wire }) => wire.kind === "private");
  }

  /** Sealed by the server, on the page without JavaScript: its text was in its memory for an instant. */
  get sealedByServer(): boolean {
    return this.threads.some(({ read }) => read.items.some(({ said }) => said.kind === "testimony" && said.body.sealed_by === "server"));
  }

  /** Where things are said now. */
  get #current(): Thread | undefined {
    return this.conversation ?? this.private;
  }

  /** Whether the key of what is said now was made by the server, and by no browser since. */
  get keyFromServer(): boolean {
    const { records, items } = this.#current?.read ?? { records: [], items: [] };
    const renewed = records.some(({ record }) => record.reason === "rekey" && record.author === this.#reporter.keys.fpr);
    return !renewed && items.some(({ said }) => said.kind === "testimony" && said.body.sealed_by === "server");
  }

  /** Nine words that the server never had open it: they were changed since. */
  get wordsChanged(): boolean {
    return this.#given.steps.some(({ kind }) => kind === "words_changed");
  }

  /**
   * After the page without JavaScript: from now on, a key that only browsers have had. One record in one request, so it is
   * done or it is not; until it is, everything stays as it was, and the next visit tries again.
   */
  async renew(): Promise<void> {
    const thread = this.#current;
    if (thread && this.keyFromServer) await this.#makeKey(thread, "rekey");
  }

  /** A new key, for everyone who could read and still listens. */
  async #makeKey(thread: Thread, reason: "rekey" | "leave"): Promise<void> {
    const { keys } = this.#reporter;
    mustHold(thread);
    const readers = [keys, ...this.#listening(thread)];
    const { stream, records, grants } = await changeReaders(keys, thread.read, this.#judge(), { reason, readers, time: minutes() });
    await this.#api.post("revenir/acces", { auth: b64(this.#keys.auth), stream, records, grants });
    await this.refresh();
  }

  /** Those of a thread who still listen: who has left the cell is not among them, even if nobody has changed its key yet. */
  #listening(thread: Thread): Identity[] {
    const directory = this.directories.at(-1);
    const granted = thread.read.records.at(-1)?.record.granted ?? [];
    return directory ? readersBut(directory, []).filter(({ fpr }) => granted.includes(fpr)) : [];
  }

  /** Nothing new is sealed with a key that somebody holds who has left the cell: a colleague may not have been here since. */
  async #closedToThoseWhoLeft(thread: Thread): Promise<Thread> {
    const others = (thread.read.records.at(-1)?.record.granted.length ?? 1) - 1;
    if (this.#listening(thread).length === others) return thread;
    await this.#makeKey(thread, "leave");
    return this.threads.find(({ wire }) => wire.stream === thread.wire.stream) ?? thread;
  }

  isMine(item: OpenedItem): boolean {
    return item.header.author === this.#reporter.keys.fpr;
  }

  member(fpr: Hex): Listed | undefined {
    return this.directories.findLast(({ members }) => members.has(fpr))?.members.get(fpr);
  }

  /** Who may read the conversation now, and who was put aside, by its latest record. */
  get readers(): { may: Listed[]; aside: Listed[] } {
    const record = this.#current?.read.records.at(-1)?.record;
    const spare = this.directories.at(-1)?.recovery?.fpr;
    const order = (one: Listed, other: Listed) =>
      Number(one.fpr === spare) - Number(other.fpr === spare) || one.name.localeCompare(other.name);
    const named = (fprs: readonly Hex[] = []) => fprs.flatMap((fpr) => this.member(fpr) ?? []).sort(order);
    return { may: named(record?.granted), aside: named(record?.excluded) };
  }

  /** The cell as it is now, to choose again who reads. */
  async cell(words: Words): Promise<{ directory: Directory; directories: readonly Directory[]; renewed: Renewed; words: string[] }> {
    const [first, directory] = [this.directories[0], this.directories.at(-1)];
    if (!first || !directory) throw new SealError("directory_signature");
    const { renewed } = this.#given;
    return { directory, directories: this.directories, renewed, words: await officersWords(first, words) };
  }

  async #send(uploads: readonly Upload[], signal: AbortSignal, progress: (upload: Upload, arrived: number, parts: number) => void) {
    for (const upload of uploads) {
      await sendFile(upload, { api: this.#api, where: this.where, signal, progress: (arrived, parts) => progress(upload, arrived, parts) });
    }
  }

  /** Seals once; the same sealed items may then be sent again until they are there. */
  async prepare(before: Thread, text: string, uploads: readonly Upload[]): Promise<Prepared> {
    mustHold(before);
    const thread = await this.#closedToThoseWhoLeft(before);
    mustHold(thread);
    const { record } = thread.read.records.at(-1) ?? {};
    const sk = record && thread.read.keys.get(record.epoch);
    if (!record || !sk) throw new SealError("not_granted", "no key of this thread");
    const said: Said[] = text.trim() ? [{ kind: "message", body: { text: text.trim() } }] : [];
    for (const upload of uploads) said.push(await upload.item());
    const items = await say(this.#reporter.keys, { place: record, epoch: record.epoch, sk, items: thread.read.items }, said);
    return { stream: thread.wire.stream, items: items.map(wireItem), names: items.map(({ header }) => header.item), uploads };
  }

  async say(
    prepared: Prepared,
    signal: AbortSignal,
    progress: (upload: Upload, arrived: number, parts: number) => void = () => undefined,
  ): Promise<void> {
    await this.#send(prepared.uploads, signal, progress);
    const { stream, items } = prepared;
    const files = prepared.uploads.map((upload) => upload.claim);
    await this.#api.post("revenir/elements", { auth: b64(this.#keys.auth), stream, items, files });
  }

  /** Whether what was sent is there: asked when the answer was lost. */
  has({ stream, names }: Prepared): boolean {
    const read = this.threads.find(({ wire }) => wire.stream === stream)?.read;
    return names.every((name) => read?.items.some(({ header }) => header.item === name));
  }

  /** What was kept, said again in a conversation that the cell may read, sealed anew. */
  async transmission(excluded: readonly Hex[]): Promise<WireStream> {
    const directory = this.directories.at(-1);
    if (!directory || !this.private) throw new SealError("directory_signature");
    mustHold(this.private);
    const { keys } = this.#reporter;
    const said = this.private.read.items.map((item) => item.said);
    const opened = await openStream(keys, {
      ...this.where,
      kind: "conversation",
      directory,
      readers: readersBut(directory, excluded),
      excluded,
      said,
      time: minutes(),
    });
    return opened.wire;
  }

  async transmit(stream: WireStream): Promise<void> {
    await this.#api.post("revenir/transmettre", { auth: b64(this.#keys.auth), stream, files: [] });
  }

  async newReceipt(words: Words): Promise<{ receipt: Receipt; shown: Shown }> {
    const receipt = await makeReceipt();
    return { receipt, shown: { words: wordsOf(receipt, words), code: base32Of(receipt) } };
  }

  /** The old words stop opening. Sent again after a lost answer, it holds all the same. */
  async changeWords(receipt: Receipt, root: Bytes | undefined = undefined): Promise<void> {
    const { inst } = this.#known;
    const fresh = await receiptKeys(receipt, inst);
    const kept = root ?? (await openRoot(this.#keys, inst, unb64(this.#given.wrap)));
    const wrap = await wrapRoot(fresh, inst, kept);
    const said = { auth: b64(this.#keys.auth), withdraw: b64(this.#reporter.withdrawal), auth_hash: fresh.authHash, wrap: b64(wrap) };
    try {
      await this.#api.post("revenir/mots", said);
    } catch (error) {
      if (!(error instanceof NotDone) || !(error.unsure || error.code === "unknown")) throw error;
      await this.#api.post<Given>("revenir", { auth: b64(fresh.auth) }).catch(() => {
        throw error;
      });
    }
    this.#keys = fresh;
    await this.refresh();
  }

  async withdraw(): Promise<void> {
    await this.#api.post("revenir/retirer", { auth: b64(this.#keys.auth), withdraw: b64(this.#reporter.withdrawal) });
  }

  /** A file, whole and verified, or a `SealError`. */
  async file(said: SaidFile, progress: (done: number, size: number) => void = () => undefined): Promise<Blob> {
    const pieces: Bytes[] = [];
    let done = 0;
    const headers = { "X-Auth": b64(this.#keys.auth) };
    const part = async (number: number) => {
      const answer = await this.#api.call(`revenir/fichiers/${said.body.file}/${number}`, { headers });
      return new Uint8Array(await answer.arrayBuffer());
    };
    for await (const piece of openFile(this.where, said, part)) {
      pieces.push(piece);
      done += piece.length;
      progress(done, said.body.size);
    }
    return new Blob(pieces, { type: said.body.type });
  }

  /** Whether the trail promised, and wrote down, exactly what was deposited. */
  async vouching(): Promise<{ vouching: Vouching; promise: Promised; proof: string | null }> {
    const { promise, proof } = this.#given;
    const log = unb64(this.#known.log);
    const told = (vouching: Vouching) => ({ vouching, promise, proof });
    if (log.length !== 32) return told("unsigned");
    if (!(await isPromised(log, promise.commitment, promise.minute, unb64(promise.signature)))) return told("forged");
    if (!(await this.#isCommitted(promise))) return told("differs");
    if (proof === null) return told("promised");
    try {
      await checkProof(proof, promise.commitment, `portevoix/${this.#known.inst}`, log);
      return told("recorded");
    } catch (error) {
      codeOf(error);
      return told("forged");
    }
  }

  /** The first stream's first record, then as many of its first items as there were in the deposit. */
  async #isCommitted(promise: Promised): Promise<boolean> {
    const { read, wire } = this.private ?? this.conversation ?? {};
    const first = read?.records[0];
    if (!read || !first || !wire) return false;
    const date = new Date(promise.minute * 60_000).toISOString().slice(0, 10);
    const mine = read.items.filter((item) => this.isMine(item)).sort((a, b) => a.header.seq - b.header.seq);
    const fields = [name32(first.hash)];
    for (const item of mine.slice(0, 64)) {
      fields.push(name32(item.hash));
      if ((await commitment(promise.salt, "deposit", date, fields)) === promise.commitment) return true;
    }
    return false;
  }
}

export interface Prepared {
  stream: Hex;
  items: WireItem[];
  names: Hex[];
  uploads: readonly Upload[];
}

export type SaidItem = OpenedItem & { at?: number };
export type Testimony = Bodies["testimony"];
