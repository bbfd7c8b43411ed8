/** What a member sends in a case: words, notes, files, and who may read from now on. Sealed once; sent until it is there. */
import { isPutAside } from "../elements/aside.ts";
import type { Said } from "../seal/bodies.ts";
import { SealError } from "../seal/errors.ts";
import { minutes, type Hex } from "../seal/fields.ts";
import type { Identity, Keys } from "../seal/identity.ts";
import { changeReaders, openStream, say } from "../seal/testimony.ts";
import { wireItem, type WireGrant, type WireItem, type WireRecord, type WireStream } from "../seal/wire.ts";
import type { OpenCase, Thread } from "./case.ts";

export interface Claim {
  file: Hex;
  parts: number;
}

/** One request. */
export interface Request {
  path: string;
  body: unknown;
}

export interface Change {
  stream: Hex;
  records: WireRecord[];
  grants: WireGrant[];
}

const changed = ({ stream, records, grants }: WireStream): Change => ({ stream, records, grants });
const at = (opened: OpenCase, what: string) => `situations/${opened.where.case}/${what}`;

async function items(keys: Keys, thread: Thread, said: readonly Said[]): Promise<WireItem[]> {
  const { last, read } = thread;
  const sk = last && read.keys.get(last.epoch);
  if (!last || !sk) throw new SealError("not_granted", "no key of this thread");
  const { inst, case: theCase, stream, epoch } = last;
  const sealed = await say(keys, { place: { inst, case: theCase, stream }, epoch, sk, items: read.items }, said);
  return sealed.map(wireItem);
}

async function append(keys: Keys, opened: OpenCase, thread: Thread, said: readonly Said[], files: readonly Claim[]): Promise<Request> {
  return { path: at(opened, "elements"), body: { stream: thread.wire.stream, items: await items(keys, thread, said), files } };
}

/** Words for the reporter. */
export function toReporter(keys: Keys, opened: OpenCase, said: readonly Said[], files: readonly Claim[] = []): Promise<Request> {
  return append(keys, opened, opened.conversation, said, files);
}

/** Words for colleagues. The first ones open the thread to everyone who reads the conversation, but the reporter. */
export async function toColleagues(keys: Keys, opened: OpenCase, said: readonly Said[], files: readonly Claim[] = []): Promise<Request> {
  if (opened.notes) return append(keys, opened, opened.notes, said, files);
  const { last } = opened.conversation;
  const { directory } = opened;
  if (!last || !directory) throw new SealError("not_granted", "no conversation that holds");
  const readers = opened.readers.filter(({ fpr }) => directory.members.get(fpr)?.reads);
  const { inst, case: theCase } = opened.where;
  const begun = { inst, case: theCase, kind: "internal" as const, directory, readers, excluded: last.excluded, said, time: minutes() };
  const { wire } = await openStream(keys, begun);
  return { path: at(opened, "flux"), body: { stream: wire, files } };
}

/** Everyone of a thread who may still read, as signed: who left the directory or was put aside is not among them. */
function staying(opened: OpenCase, thread: Thread, allowed: (fpr: Hex) => boolean): Identity[] {
  return (thread.last?.granted ?? []).flatMap((fpr) => {
    if (opened.isReporter(fpr)) return [opened.reporter];
    const member = opened.directory?.members.get(fpr);
    return member?.reads && allowed(fpr) ? [member] : [];
  });
}

async function change(keys: Keys, opened: OpenCase, thread: Thread, people: readonly Identity[], rekey: boolean): Promise<Change | undefined> {
  const before = thread.last?.granted ?? [];
  const after = people.map(({ fpr }) => fpr);
  const someoneLeaves = before.some((fpr) => !after.includes(fpr));
  const someoneComes = after.some((fpr) => !before.includes(fpr));
  if (!someoneLeaves && !someoneComes && !rekey) return undefined;
  const reason = someoneLeaves ? "leave" : rekey ? "rekey" : "add";
  const aside = opened.conversation.last?.excluded ?? [];
  const excluded = [...new Set([...(thread.last?.excluded ?? []), ...aside])];
  return changed(await changeReaders(keys, thread.read, thread.judge, { reason, readers: people, excluded, time: minutes() }));
}

export interface Access {
  /** Who comes. Nobody whom the reporter put aside. */
  add?: readonly Identity[];
  /** Who goes, whatever the directory says of them yet. */
  without?: readonly Hex[];
  /** A new key even when nobody leaves. */
  rekey?: boolean;
}

/**
 * The changes after which exactly those who should can read what comes next: newcomers in, departed and put aside out.
 * Empty when all is already so. Refuses `excluded` when somebody to add was put aside.
 */
export async function changes(keys: Keys, opened: OpenCase, { add = [], without = [], rekey = false }: Access = {}): Promise<Change[]> {
  const aside = opened.conversation.last?.excluded ?? [];
  if (add.some(({ fpr }) => isPutAside(fpr, aside, opened.directories, opened.renewed))) throw new SealError("excluded", "put aside by the reporter");
  const news = (present: readonly Identity[]) => [...present, ...add.filter(({ fpr }) => !present.some((one) => one.fpr === fpr))];
  const talkers = news(staying(opened, opened.conversation, (fpr) => !without.includes(fpr)));
  const found = [await change(keys, opened, opened.conversation, talkers, rekey)];
  if (opened.notes?.read.keys.size) {
    const may = new Set(talkers.map(({ fpr }) => fpr));
    const noters = news(staying(opened, opened.notes, (fpr) => may.has(fpr)));
    found.push(await change(keys, opened, opened.notes, noters, rekey));
  }
  return found.filter((one) => one !== undefined);
}

export const access = (opened: OpenCase, streams: readonly Change[], to: Hex | null = null): Request => ({
  path: at(opened, "acces"),
  body: { streams, to },
});
