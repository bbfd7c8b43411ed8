/** Changing who reads many cases: when somebody leaves, or when somebody comes. One after the other, each sent as it is made. */
import type { Session } from "../elements/session.ts";
import { call, mine, Refusal } from "../elements/doors.ts";
import { cellOf } from "../elements/keyring.ts";
import { isPutAside } from "../elements/aside.ts";
import { readersOf, type Directory } from "../seal/directory.ts";
import { SealError } from "../seal/errors.ts";
import { minutes, type Hex } from "../seal/fields.ts";
import type { Keys } from "../seal/identity.ts";
import { keysIn, type Keyring } from "../seal/member.ts";
import { pause } from "../seal/pace.ts";
import { signAct } from "../seal/recovery.ts";
import { OpenCase } from "./case.ts";
import type { Access as Thread } from "./titles.ts";
import { access, changes, type Access, type Change } from "./write.ts";

export interface Failed {
  case: Hex;
  code: string;
}

/** `total` grows while there are more to come. */
export type Progress = (done: number, total: number) => void;

interface Found {
  cases: Record<Hex, Hex[]>;
  more: boolean;
}

/** Without the network or a session nothing more can be done; anything else concerns one case. */
function codeOfOne(error: unknown): string {
  if (error instanceof SealError) return error.code;
  if (error instanceof Refusal && error.code !== "offline" && error.code !== "signed_out") return error.code;
  throw error;
}

/** Whose keys open and sign, and what they have opened already. */
interface Hands {
  inst: Hex;
  cell: Hex;
  keys: Keys;
  keyring: Keyring;
  directories: readonly Directory[];
}

/** Some cases, with what opens their threads. */
interface Batch extends Found {
  threads: readonly Thread[];
}

async function handsOf({ inst, cell, member, keyring }: Session): Promise<Hands> {
  const known = await cellOf(member);
  if (!known) throw new SealError("not_granted");
  return { inst, cell, keys: member.keys, keyring, directories: known.directories };
}

async function opened({ inst, cell, keys, keyring, directories }: Hands, threads: readonly Thread[], theCase: Hex): Promise<OpenCase> {
  const reporter = threads[0]?.reporter;
  if (!reporter) throw new SealError("not_granted");
  const streams = threads.map((thread) => ({ ...thread, items: [] }));
  const one = await OpenCase.open({
    keys,
    data: { inst, cell, case: theCase, me: keys.fpr, reporter, streams },
    asked: theCase,
    directories,
    renewed: mine().renewed,
    known: (stream) => Promise.resolve(keysIn(keyring, stream)),
  });
  for (const { wire, read } of one.threads) keyring.streams.set(wire.stream, new Map([...keysIn(keyring, wire.stream), ...read.keys]));
  const broken = one.troubles[0];
  if (broken) throw new SealError(broken.code, broken.what);
  return one;
}

interface Work {
  next(after: Hex): Promise<Batch>;
  change(one: OpenCase): Access;
  send(one: OpenCase, changed: readonly Change[]): Promise<unknown>;
}

async function all(hands: Hands, { next, change, send }: Work, progress: Progress): Promise<Failed[]> {
  const failed: Failed[] = [];
  const turn = pause();
  let [done, total, after, more] = [0, 0, "", true];
  while (more) {
    const found = await next(after);
    const cases = Object.keys(found.cases);
    total += cases.length + (found.more ? 1 : 0);
    for (const theCase of cases) {
      try {
        const one = await opened(hands, found.threads.filter((thread) => thread.case === theCase), theCase);
        const changed = await changes(hands.keys, one, change(one));
        if (changed.length) await send(one, changed);
      } catch (error) {
        failed.push({ case: theCase, code: codeOfOne(error) });
      }
      after = theCase;
      progress(++done, total);
      await turn();
    }
    total = done;
    more = found.more;
  }
  return failed;
}

async function each(session: Session, where: string, change: (one: OpenCase) => Access, progress: Progress): Promise<Failed[]> {
  const next = async (after: Hex): Promise<Batch> => {
    const found = (await call("GET", `${where}?after=${after}`)) as Found;
    const streams = Object.values(found.cases).flat();
    const given = streams.length ? ((await call("POST", "acces", { streams })) as { streams: Thread[] }).streams : [];
    return { ...found, threads: given };
  };
  const send = (one: OpenCase, changed: readonly Change[]) => {
    const { path, body } = access(one, changed);
    return call("POST", path, body);
  };
  const failed = await all(await handsOf(session), { next, change, send }, progress);
  await session.save();
  return failed;
}

/** With the recovery key: opens every case it opens to everybody listed now, but those whose author put them aside. */
export async function openAgain(session: Session, keys: Keys, progress: Progress = () => undefined): Promise<Failed[]> {
  const { inst, cell, user } = session;
  const known = await handsOf(session);
  const sign = () => signAct(keys, { inst, cell, user }, minutes());
  const next = async (after: Hex): Promise<Batch> => {
    const { streams, ...found } = (await call("POST", "secours", { ...(await sign()), after })) as Found & { streams: Thread[] };
    return { ...found, threads: streams };
  };
  const change = (one: OpenCase): Access => {
    const aside = one.conversation.last?.excluded ?? [];
    const readers = one.directory ? readersOf(one.directory) : [];
    return { add: readers.filter(({ fpr }) => !isPutAside(fpr, aside, one.directories, one.renewed)) };
  };
  const send = async (one: OpenCase, streams: readonly Change[]) =>
    call("POST", `situations/${one.where.case}/secours`, { ...(await sign()), streams });
  return all({ ...known, keys, keyring: { streams: new Map(), directories: new Map(), heads: new Map() } }, { next, change, send }, progress);
}

/** New keys for every case that somebody's key still opens: from then on, what is written is closed to them. */
export function rekeyStreams(session: Session, { left }: { left: Hex }, progress: Progress = () => undefined): Promise<Failed[]> {
  return each(session, `ouvertes/${left}`, () => ({ without: [left] }), progress);
}

/** The same for somebody who has lost their vault and made another: what their former key opened is opened by the new one. */
export function replaceKeys(session: Session, { left, to }: { left: Hex; to: Hex }, progress: Progress = () => undefined): Promise<Failed[]> {
  const replaced = (one: OpenCase): Access => {
    const listed = one.directory?.members.get(to);
    if (!listed?.reads) throw new SealError("not_granted", "not in the directory");
    return { without: [left], add: [listed] };
  };
  return each(session, `ouvertes/${left}`, replaced, progress);
}

/** Opens to somebody of the directory every case one may read, but those whose author put them aside. */
export function openTo(session: Session, { to }: { to: Hex }, progress: Progress = () => undefined): Promise<Failed[]> {
  const newcomer = (one: OpenCase): Access => {
    const listed = one.directory?.members.get(to);
    if (!listed?.reads) throw new SealError("not_granted", "not in the directory");
    return { add: [listed] };
  };
  return each(session, `fermees/${to}`, newcomer, progress);
}
