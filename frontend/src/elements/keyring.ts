/** The stream keys a member has opened and the directories they have seen, kept sealed on the server. */
import { followDirectories, type Directory, type DirectoryWire, type Remembered } from "../seal/directory.ts";
import { SealError } from "../seal/errors.ts";
import { b64, unb64, type Bytes, type Hex } from "../seal/fields.ts";
import { emptyKeyring, keysIn, leftSaid, openKeyring, sealKeyring, type Keyring, type Left, type Member } from "../seal/member.ts";
import { call, mine, Refusal } from "./doors.ts";
import { put, take } from "./place.ts";

const A_MOMENT = 1500;
const TRIES = 5;
/** Cases of which it is remembered where they were left: the keyring is sent whole each time it changes. */
const REMEMBERED = 1000;

interface Given {
  counter: number;
  keyring: string;
}

interface Loaded {
  member: Member;
  ring: Keyring;
  counter: number;
}

let loaded: Promise<Loaded> | undefined;
let followed: Promise<Cell | undefined> | undefined;
/** The version in force: the one that came with the page, or one signed from it since. */
let newest = 0;
let changed = false;
let saving: Promise<void> = Promise.resolve();
let soon: ReturnType<typeof setTimeout> | undefined;

/** A new vault begins a new keyring: what this browser kept of the one before says nothing of it. */
const copyOf = ({ keys }: Member) => `keyring:${mine().user}:${keys.fpr}`;

/** The server's, unless the copy kept here is that very one. Refuses one that is older than the copy, or an empty one in its place. */
async function fetched(member: Member): Promise<Given> {
  const copy = await take<Given>("copies", copyOf(member));
  const given = (await call("GET", `trousseau?have=${copy?.counter ?? -1}`)) as Given | undefined;
  if (given && copy && given.counter <= copy.counter) throw new SealError("altered", "an older keyring");
  const found = given ?? copy;
  if (!found) throw new SealError("altered", "no keyring");
  return found;
}

async function read(member: Member): Promise<Loaded> {
  const { inst, user } = mine();
  const given = await fetched(member);
  const { counter, keyring } = given;
  const isNew = counter === 0 && keyring === "";
  const ring = isNew ? emptyKeyring() : await openKeyring(member, inst, user, counter, unb64(keyring));
  // Kept only once it opens: a counter that nobody sealed must not make the true one look old.
  await put("copies", copyOf(member), given).catch(() => undefined);
  return { member, ring, counter };
}

/** The keyring of the open vault. Refuses, as the seal does, one that was altered or is older than it should be. */
export function keyringOf(member: Member): Promise<Loaded> {
  loaded ??= read(member).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/**
 * Puts an empty keyring in place of one that was refused, older ones included: a backup may have been restored. The member has been
 * told. Its keys will be opened again from their grants; the directories this browser has met still hold.
 */
export async function beginAnew(member: Member): Promise<void> {
  const { counter } = (await call("GET", "trousseau")) as Given;
  loaded = Promise.resolve({ member, ring: emptyKeyring(), counter });
  followed = undefined;
  await saveKeyring(true);
}

/** Lets go of what is in memory, when the vault closes. */
export function forgetKeyring(): void {
  clearTimeout(soon);
  loaded = undefined;
  followed = undefined;
  changed = false;
}

function merge(into: Keyring, other: Keyring): void {
  for (const [stream, keys] of other.streams) into.streams.set(stream, new Map([...keysIn(into, stream), ...keys]));
  for (const [cell, seen] of other.directories) {
    if (seen.version > (into.directories.get(cell)?.version ?? 0)) into.directories.set(cell, seen);
  }
  for (const [theCase, left] of other.heads) into.heads.set(theCase, bothLeft(left, into.heads.get(theCase)));
}

/** What either tab has seen: the later record, and every item of both. */
function bothLeft(one: Left, other: Left | undefined): Left {
  if (one.reporter !== other?.reporter) return one;
  const streams = new Map(one.streams);
  for (const [name, theirs] of other.streams) {
    const ours = streams.get(name) ?? theirs;
    const { record } = ours.record.number > theirs.record.number ? ours : theirs;
    streams.set(name, { record, heads: [...new Set([...ours.heads, ...theirs.heads])].sort() });
  }
  return { reporter: one.reporter, streams };
}

async function keep(): Promise<void> {
  if (!loaded || !changed) return;
  const { inst, user } = mine();
  const at = await loaded;
  for (let tries = 0; changed && tries < TRIES; tries++) {
    changed = false;
    const counter = at.counter + 1;
    const blob = b64(await sealKeyring(at.member, inst, user, counter, at.ring));
    try {
      await call("PUT", "trousseau", { counter, blob });
      at.counter = counter;
      await put("copies", copyOf(at.member), { counter, keyring: blob } satisfies Given).catch(() => undefined);
    } catch (error) {
      changed = true;
      if (!(error instanceof Refusal) || error.code !== "stale") throw error;
      // Another tab was faster: add what it kept to ours, try again.
      const newer = await read(at.member);
      merge(at.ring, newer.ring);
      at.counter = newer.counter;
    }
  }
}

/** Keeps what was added. Several additions in a row make one request. */
export function saveKeyring(anyway = false): Promise<void> {
  changed ||= anyway;
  clearTimeout(soon);
  saving = saving.catch(() => undefined).then(keep);
  return saving;
}

function saveSoon(): void {
  changed = true;
  clearTimeout(soon);
  soon = setTimeout(() => void saveKeyring().catch(() => undefined), A_MOMENT);
}

/** Stream keys known already, by epoch. */
export async function knownKeys(member: Member, stream: Hex): Promise<ReadonlyMap<number, Bytes>> {
  return keysIn((await keyringOf(member)).ring, stream);
}

/** Remembers stream keys that a grant has given. They are kept a moment later. */
export async function rememberKeys(member: Member, stream: Hex, keys: ReadonlyMap<number, Bytes>): Promise<void> {
  const { ring } = await keyringOf(member);
  const known = keysIn(ring, stream);
  if ([...keys.keys()].every((epoch) => known.has(epoch))) return;
  ring.streams.set(stream, new Map([...known, ...keys]));
  saveSoon();
}

/** Where this member last left a case, on whatever device. */
export async function lastLeft(member: Member, theCase: Hex): Promise<Left | undefined> {
  return (await keyringOf(member)).ring.heads.get(theCase);
}

/** Remembers where a case was left, in the place of the one left longest ago when there are too many. Kept a moment later. */
export async function rememberLeft(member: Member, theCase: Hex, left: Left): Promise<void> {
  const { heads } = (await keyringOf(member)).ring;
  if (sameLeft(heads.get(theCase), left)) return;
  heads.delete(theCase);
  heads.set(theCase, left);
  for (const oldest of heads.keys()) {
    if (heads.size <= REMEMBERED) break;
    heads.delete(oldest);
  }
  saveSoon();
}

const sameLeft = (one: Left | undefined, other: Left) => one !== undefined && JSON.stringify(leftSaid(one)) === JSON.stringify(leftSaid(other));

export interface Cell {
  /** Every version, followed from the first. */
  directories: Directory[];
  /** The one in force. */
  directory: Directory;
  /** Those who joined since the last version this member has acknowledged. */
  joined: string[];
}

async function versions(): Promise<DirectoryWire[]> {
  const { cell } = mine();
  const directory = Math.max(mine().directory, newest);
  const copy = (await take<DirectoryWire[]>("copies", `directory:${cell}`)) ?? [];
  if (copy.length > 0 && copy.length === directory) return copy;
  // A page that was left open may be behind its own browser; a server that is behind it hides something.
  const after = copy.length > directory ? 0 : copy.length;
  const { directories } = (await call("GET", `annuaire?after=${after}`)) as { directories: DirectoryWire[] };
  if (after === 0 && directories.length < copy.length) throw new SealError("directory_older", "the server hides versions");
  if (after > 0) return [...copy, ...directories];
  if (copy.some(({ text }, i) => directories[i]?.text !== text)) throw new SealError("directory_signature", "another history");
  return directories;
}

async function follow(member: Member): Promise<Cell | undefined> {
  const { inst, cell } = mine();
  const { ring } = await keyringOf(member);
  const seen = ring.directories.get(cell);
  const wires = await versions();
  if (wires.length === 0 && !seen) return undefined;
  const directories = await followDirectories(wires, { inst, cell }, seen);
  await put("copies", `directory:${cell}`, wires).catch(() => undefined);
  const directory = directories.at(-1) as Directory;
  const before = directories[(seen?.version ?? 0) - 1];
  const joined = before ? [...directory.members.values()].filter(({ fpr }) => !before.members.has(fpr) && fpr !== member.keys.fpr).map(({ name }) => name) : [];
  if (joined.length === 0) await acknowledge(member, directory);
  return { directories, directory, joined };
}

/**
 * The cell's signed directory, verified from its first version; undefined before the first. `named`: a version that something
 * names which came after the page did. It is asked for, once, before anybody takes it for one that does not exist.
 */
export async function cellOf(member: Member, named = 0): Promise<Cell | undefined> {
  const present = await followedBy(member);
  if (!present || named <= present.directories.length) return present;
  newest = named;
  followed = undefined;
  return followedBy(member);
}

function followedBy(member: Member): Promise<Cell | undefined> {
  followed ??= follow(member).catch((error: unknown) => {
    followed = undefined;
    throw error;
  });
  return followed;
}

/** A version has just been signed from this page: the directory is followed again. */
export function signedNow(version: number): void {
  newest = version;
  followed = undefined;
}

/** From now on, this version is the one from which somebody new is announced, and below which none is taken. */
export async function acknowledge(member: Member, { cell, version, hash }: { cell: Hex } & Remembered): Promise<void> {
  const { ring } = await keyringOf(member);
  if ((ring.directories.get(cell)?.version ?? 0) >= version) return;
  ring.directories.set(cell, { version, hash });
  saveSoon();
}
