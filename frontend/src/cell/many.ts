/** Changing who reads many cases: when somebody leaves, or when somebody comes. One after the other, each sent as it is made. */
import type { Session } from "../elements/session.ts";
import { call, mine, Refusal } from "../elements/doors.ts";
import { cellOf } from "../elements/keyring.ts";
import { SealError } from "../seal/errors.ts";
import type { Hex } from "../seal/fields.ts";
import { keysIn } from "../seal/member.ts";
import { pause } from "../seal/pace.ts";
import { OpenCase } from "./case.ts";
import type { Access as Thread } from "./titles.ts";
import { access, changes, type Access } from "./write.ts";

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

async function opened({ inst, cell, member, keyring }: Session, threads: readonly Thread[], theCase: Hex): Promise<OpenCase> {
  const reporter = threads[0]?.reporter;
  const known = await cellOf(member);
  if (!reporter || !known) throw new SealError("not_granted");
  const streams = threads.map((thread) => ({ ...thread, items: [] }));
  const data = { inst, cell, case: theCase, me: member.keys.fpr, reporter, streams };
  const one = await OpenCase.open({
    keys: member.keys,
    data,
    asked: theCase,
    directories: known.directories,
    renewed: mine().renewed,
    known: (stream) => Promise.resolve(keysIn(keyring, stream)),
  });
  for (const { wire, read } of one.threads) keyring.streams.set(wire.stream, new Map([...keysIn(keyring, wire.stream), ...read.keys]));
  const broken = one.troubles[0];
  if (broken) throw new SealError(broken.code, broken.what);
  return one;
}

async function each(session: Session, where: string, change: (one: OpenCase) => Access, progress: Progress): Promise<Failed[]> {
  const failed: Failed[] = [];
  const turn = pause();
  let [done, total, after, more] = [0, 0, "", true];
  while (more) {
    const found = (await call("GET", `${where}?after=${after}`)) as Found;
    const cases = Object.entries(found.cases);
    const streams = cases.flatMap(([, names]) => names);
    const given = streams.length ? ((await call("POST", "acces", { streams })) as { streams: Thread[] }).streams : [];
    total += cases.length + (found.more ? 1 : 0);
    for (const [theCase] of cases) {
      try {
        const one = await opened(session, given.filter((thread) => thread.case === theCase), theCase);
        const changed = await changes(session.member.keys, one, change(one));
        const { path, body } = access(one, changed);
        if (changed.length) await call("POST", path, body);
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
  await session.save();
  return failed;
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
