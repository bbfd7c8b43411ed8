/** Changing who reads streams when somebody leaves, or comes back with a new vault: new keys for those who stay. */
import { SealError } from "../seal/errors.ts";
import type { Directory } from "../seal/directory.ts";
import type { Hex } from "../seal/fields.ts";
import type { Identity } from "../seal/identity.ts";
import type { Member } from "../seal/member.ts";
import { pause } from "../seal/pace.ts";
import { personOf, type Judge } from "../seal/records.ts";
import { readStream } from "../seal/stream.ts";
import { changeReaders } from "../seal/testimony.ts";
import type { StreamAsRead, WireGrant, WireRecord } from "../seal/wire.ts";
import { Refusal } from "./doors.ts";
import { knownKeys, rememberKeys } from "./keyring.ts";

/**
 * Whether the reporter put this person aside, under these keys or former ones: a new vault is a new fingerprint, and the
 * directory's past says whose it is.
 */
export function isPutAside(fpr: Hex, excluded: readonly Hex[], directories: readonly Directory[]): boolean {
  const names = (one: Hex) => directories.flatMap(({ members }) => members.get(one)?.name ?? []);
  const hers = new Set(names(fpr));
  return excluded.includes(fpr) || excluded.some((one) => names(one).some((name) => hers.has(name)));
}

export interface ToRekey {
  stream: StreamAsRead;
  judge: Judge;
}

export interface Change {
  stream: Hex;
  records: WireRecord[];
  grants: WireGrant[];
}

/** Who must no longer read, and whose new keys take the place of former ones. */
export interface Departures {
  leaving: ReadonlySet<Hex>;
  /** By the former fingerprint. The signed directory lists the new one. */
  returning?: ReadonlyMap<Hex, Identity>;
}

export interface Failed {
  stream: Hex;
  code: string;
}

/** Without the network or a session nothing more can be sent; anything else concerns one stream. */
function codeOfOne(error: unknown): string {
  if (error instanceof SealError) return error.code;
  if (error instanceof Refusal && error.code !== "offline" && error.code !== "signed_out") return error.code;
  throw error;
}

/**
 * The records and grants after which nobody of `leaving` reads a stream: a new epoch, whose key goes to everyone else who
 * could read it and still may. Somebody the reporter put aside gets none: the seal refuses it.
 */
export async function withoutLeaving(member: Member, { stream, judge }: ToRekey, who: Departures): Promise<Change | undefined> {
  const known = await knownKeys(member, stream.stream);
  const read = await readStream(stream, { keys: member.keys, judge, known });
  const last = read.records.at(-1)?.record;
  if (!last) throw new SealError("record_chain", "no record that holds");
  await rememberKeys(member, stream.stream, read.keys);
  const directory = judge.directories.at(-1);
  const stays = (fpr: Hex) => fpr === judge.reporter.fpr || (!who.leaving.has(fpr) && directory?.members.get(fpr)?.reads === true);
  const returning = last.granted.flatMap((fpr) => who.returning?.get(fpr) ?? []).filter(
    (one) => !isPutAside(one.fpr, last.excluded, judge.directories),
  );
  const staying = last.granted.filter(stays).flatMap((fpr) => personOf(judge, fpr) ?? []);
  if (staying.length === last.granted.length && returning.length === 0) return undefined;
  const readers = [...new Map([...staying, ...returning].map((one) => [one.fpr, one])).values()];
  const reason = staying.length < last.granted.length ? "remove" : "add";
  const { records, grants } = await changeReaders(member.keys, read, judge, { reason, readers });
  return { stream: stream.stream, records, grants };
}

/** One after the other, each sent as soon as it is made; what fails stops nothing and is told at the end. */
export async function rekeyStreams(
  member: Member,
  streams: readonly ToRekey[],
  who: Departures,
  send: (caseIdent: Hex, change: Change) => Promise<void>,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<Failed[]> {
  const failed: Failed[] = [];
  const turn = pause();
  for (const [index, one] of streams.entries()) {
    try {
      const change = await withoutLeaving(member, one, who);
      if (change) await send(one.judge.place.case, change);
    } catch (error) {
      failed.push({ stream: one.stream.stream, code: codeOfOne(error) });
    }
    progress(index + 1, streams.length);
    await turn();
  }
  return failed;
}
