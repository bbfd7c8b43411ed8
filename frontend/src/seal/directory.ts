/** The signed list of who is in the cell. Its text is hashed and signed as it stands. */
import { SealError } from "./errors.ts";
import { b64, hex, lp, name16, name32, sha256, utf8, type Bytes, type Hex } from "./fields.ts";
import { identity, verify, type Identity, type Keys } from "./identity.ts";
import { aCount, aFlag, aList, aName, aText, readJson, shaped, someBytes } from "./json.ts";
import { toBits } from "./bits.ts";
import type { Words } from "./words.ts";

export interface Listed extends Identity {
  name: string;
  role: string;
  reads: boolean;
  officer: boolean;
  since: number;
}

export interface Directory {
  inst: Hex;
  cell: Hex;
  version: number;
  prev: Hex;
  time: number;
  members: ReadonlyMap<Hex, Listed>;
  /** How many officers of this version must sign the next. */
  signatures: number;
  /** The line that is nobody's: a key that some of its trustees together make again. */
  recovery?: Recovery;
  hash: Hex;
}

export interface Recovery {
  fpr: Hex;
  /** How many sheets it takes, of as many as there are trustees. */
  needed: number;
  trustees: readonly string[];
}

export interface OfficerSignature {
  fpr: Hex;
  sig: string;
}

export interface DirectoryWire {
  version: number;
  text: string;
  signatures: readonly OfficerSignature[];
}

export const NONE: Hex = "0".repeat(64);

export async function directoryHash(text: string): Promise<Hex> {
  return hex(await sha256(lp("portevoix/1 directory", text)));
}

export async function signDirectory(keys: Keys, text: string): Promise<OfficerSignature> {
  return { fpr: keys.fpr, sig: b64(await keys.sign(lp("portevoix/1 directory sig", text))) };
}

async function listed(value: unknown): Promise<Listed> {
  const m = shaped(value, ["fpr", "xwing", "ed25519", "name", "role", "reads", "officer", "since"]);
  const keys = await identity(someBytes(m.xwing, 1216), someBytes(m.ed25519, 32));
  if (keys.fpr !== aName(m.fpr, 32)) throw new SealError("malformed", "a fingerprint is not that of its keys");
  const said = { name: aText(m.name), role: aText(m.role), reads: aFlag(m.reads), officer: aFlag(m.officer) };
  return { ...keys, ...said, since: aCount(m.since) };
}

function recoveryIn(value: unknown, members: ReadonlyMap<Hex, Listed>): Recovery {
  const { fpr, needed, trustees } = shaped(value, ["fpr", "needed", "trustees"]);
  const found = { fpr: aName(fpr, 32), needed: aCount(needed), trustees: aList(trustees).map(aText) };
  const line = members.get(found.fpr);
  const { length } = found.trustees;
  if (!line?.reads || line.officer || found.needed < 2 || found.needed > length || length > 7 || found.trustees.includes("")) {
    throw new SealError("malformed", "recovery key");
  }
  return found;
}

/** What a text says, nothing verified. */
export async function parseDirectory(text: string): Promise<Directory> {
  const d = shaped(readJson(utf8(text)), ["v", "inst", "cell", "version", "prev", "time", "members", "policy"], ["recovery"]);
  if (d.v !== 1) throw new SealError("unknown_version");
  const members = new Map<Hex, Listed>();
  for (const member of await Promise.all(aList(d.members).map(listed))) {
    if (members.has(member.fpr)) throw new SealError("malformed", "someone is listed twice");
    members.set(member.fpr, member);
  }
  const signatures = aCount(shaped(d.policy, ["signatures"]).signatures);
  const version = aCount(d.version);
  const named = { inst: aName(d.inst, 16), cell: aName(d.cell, 16), prev: aName(d.prev, 32) };
  const officers = [...members.values()].filter((member) => member.officer).length;
  if (version < 1 || signatures < 1 || officers < signatures) throw new SealError("malformed", "nobody could sign the next");
  const recovery = d.recovery === undefined ? {} : { recovery: recoveryIn(d.recovery, members) };
  return { ...named, version, time: aCount(d.time), members, signatures, ...recovery, hash: await directoryHash(text) };
}

export const officersOf = (directory: Directory): Listed[] => [...directory.members.values()].filter((m) => m.officer);
export const readersOf = (directory: Directory): Listed[] => [...directory.members.values()].filter((m) => m.reads);

/** Enough of these officers must have signed, one counting once; a signature by anyone else, or a wrong one, refuses all. */
async function mustBeSigned(wire: DirectoryWire, officers: readonly Listed[], needed: number): Promise<void> {
  const said = lp("portevoix/1 directory sig", wire.text);
  const good = new Set<Hex>();
  for (const signature of wire.signatures) {
    const { fpr, sig } = shaped(signature, ["fpr", "sig"]);
    const officer = officers.find((o) => o.fpr === aName(fpr, 32));
    if (!officer || !(await verify(officer.ed25519, said, someBytes(sig, 64)))) throw new SealError("directory_signature");
    good.add(officer.fpr);
  }
  if (good.size < needed) throw new SealError("directory_signature", "signatures are lacking");
}

/** One version, on the one before; the first stands on an officer it lists itself. */
export async function checkDirectory(wire: DirectoryWire, before?: Directory): Promise<Directory> {
  const directory = await parseDirectory(wire.text);
  if (before === undefined) {
    if (directory.version !== 1 || directory.prev !== NONE) throw new SealError("directory_signature", "not a first version");
    await mustBeSigned(wire, officersOf(directory), 1);
    return directory;
  }
  if (directory.inst !== before.inst || directory.cell !== before.cell) throw new SealError("wrong_place", "another cell");
  if (directory.version !== before.version + 1 || directory.prev !== before.hash) {
    throw new SealError("directory_signature", "does not follow the version before");
  }
  const { signatures } = wire;
  const spare = before.members.get(before.recovery?.fpr ?? "");
  if (spare && signatures.length === 1 && signatures[0]?.fpr === spare.fpr) await mustBeSigned(wire, [spare], 1);
  else await mustBeSigned(wire, officersOf(before), before.signatures);
  return directory;
}

export interface Remembered {
  version: number;
  hash: Hex;
}

/** All versions from the first, each on the one before; refuses a list older than one already seen. */
export async function followDirectories(
  wires: readonly DirectoryWire[],
  cell: { inst: Hex; cell: Hex },
  seen?: Remembered,
): Promise<Directory[]> {
  const directories: Directory[] = [];
  for (const wire of wires) directories.push(await checkDirectory(wire, directories.at(-1)));
  const first = directories[0];
  if (!first) throw new SealError("directory_older", "no version at all");
  if (first.inst !== cell.inst || first.cell !== cell.cell) throw new SealError("wrong_place", "another cell");
  if (seen && directories.length < seen.version) throw new SealError("directory_older");
  if (seen && directories[seen.version - 1]?.hash !== seen.hash) throw new SealError("directory_signature", "another history");
  return directories;
}

export async function officersHash(first: Directory): Promise<Bytes> {
  const fprs = officersOf(first).map((officer) => officer.fpr).sort();
  return sha256(lp("portevoix/1 officers", name16(first.cell), ...fprs.map(name32)));
}

/** What people compare with the poster: eight words for the officers of version 1. */
export async function officersWords(first: Directory, words: Words): Promise<string[]> {
  const bits = toBits(await officersHash(first), 80);
  return Array.from({ length: 8 }, (_, i) => words.list[bits.slice(10 * i, 10 * i + 10).reduce((n, bit) => n * 2 + bit, 0)] as string);
}
