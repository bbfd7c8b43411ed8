/** What a member of a cell holds, and the vault that keeps it. */
import { expand, open, seal } from "./envelope.ts";
import { SealError } from "./errors.ts";
import { fromBase32, fromBits, toBase32, toBits } from "./bits.ts";
import type { Remembered } from "./directory.ts";
import { b64, hex, lp, name16, random, same, sha256, sha512, type Bytes, type Hex } from "./fields.ts";
import { keysFrom, type Keys } from "./identity.ts";
import type { Seen } from "./stream.ts";
import { aCount, aList, aName, anObject, readJson, shaped, someBytes, writeJson } from "./json.ts";

export interface Member {
  keys: Keys;
  keyringKey: Bytes;
}

export type WayKind = "passphrase" | "recovery";

export interface Way {
  kind: WayKind;
  way: Hex;
}

export interface WayKeys {
  auth: Bytes;
  authHash: Hex;
  kek: Bytes;
}

/** What a member's client has already opened and seen. */
export interface Keyring {
  /** Stream keys, by stream and epoch. */
  streams: Map<Hex, Map<number, Bytes>>;
  /** The latest directory seen of each cell. */
  directories: Map<Hex, Remembered>;
  /** Where each case was left, the one left last at the end. */
  heads: Map<Hex, Left>;
}

/** Where a member last left a case. */
export interface Left {
  reporter: Hex;
  streams: ReadonlyMap<Hex, Required<Seen>>;
}

export const emptyKeyring = (): Keyring => ({ streams: new Map(), directories: new Map(), heads: new Map() });

export const makeMemberSeed = (): Bytes => random(32);

export async function memberFrom(mseed: Bytes): Promise<Member> {
  const [xwing, ed25519, keyringKey] = await Promise.all([
    expand(mseed, ["portevoix/1 member xwing"]),
    expand(mseed, ["portevoix/1 member ed25519"]),
    expand(mseed, ["portevoix/1 member keyring"]),
  ]);
  return { keys: await keysFrom(xwing, ed25519), keyringKey };
}

const vaultContext = (inst: Hex, user: Hex, version: number) =>
  lp("portevoix/1 vault", name16(inst), name16(user), version);

export function sealVault(vk: Bytes, inst: Hex, user: Hex, version: number, mseed: Bytes, salt?: Bytes): Promise<Bytes> {
  return seal(vk, vaultContext(inst, user, version), mseed, salt);
}

export function openVault(vk: Bytes, inst: Hex, user: Hex, version: number, vault: Bytes): Promise<Bytes> {
  return open(vk, vaultContext(inst, user, version), vault);
}

const wayContext = (inst: Hex, user: Hex, { kind, way }: Way) =>
  lp("portevoix/1 vault key", name16(inst), name16(user), kind, name16(way));

export function wrapVaultKey(kek: Bytes, inst: Hex, user: Hex, way: Way, vk: Bytes, salt?: Bytes): Promise<Bytes> {
  return seal(kek, wayContext(inst, user, way), vk, salt);
}

export function openVaultKey(kek: Bytes, inst: Hex, user: Hex, way: Way, wrap: Bytes): Promise<Bytes> {
  return open(kek, wayContext(inst, user, way), wrap);
}

/** From the 64 bytes that a passphrase or a recovery code gives. */
export async function wayKeys(z: Bytes): Promise<WayKeys> {
  const auth = await expand(z, ["portevoix/1 vault auth"]);
  return { auth, authHash: hex(await sha256(auth)), kek: await expand(z, ["portevoix/1 vault kek"]) };
}

export async function recoveryKeys(code16: Bytes, inst: Hex): Promise<WayKeys> {
  return wayKeys(await sha512(lp("portevoix/1 recovery", name16(inst), code16)));
}

export const makeRecoveryCode = (): Bytes => random(16);

async function recoveryCheck(code16: Bytes): Promise<number[]> {
  return toBits(await sha256(lp("portevoix/1 recovery check", code16)), 10);
}

/** 28 characters in groups of four. */
export async function writeRecoveryCode(code16: Bytes): Promise<string> {
  const written = toBase32([...toBits(code16, 128), 0, 0, ...(await recoveryCheck(code16))]);
  return (written.match(/.{4}/g) as string[]).join("-");
}

export async function readRecoveryCode(typed: string): Promise<Bytes> {
  const bits = fromBase32(typed);
  if (bits?.length !== 140) throw new SealError("recovery_code", "28 characters");
  const code16 = fromBits(bits.slice(0, 128));
  const tail = fromBits([0, 0, ...(await recoveryCheck(code16))]);
  if (!same(tail, fromBits(bits.slice(128)))) throw new SealError("recovery_code", "check");
  return code16;
}

const keyringContext = (inst: Hex, user: Hex, counter: number) =>
  lp("portevoix/1 keyring", name16(inst), name16(user), counter);

/** The stream keys of one stream, by epoch. */
export function keysIn(ring: Keyring, stream: Hex): Map<number, Bytes> {
  return ring.streams.get(stream) ?? new Map<number, Bytes>();
}

/** Each time with a counter that grows by one: an older blob is never taken for this one. */
export function sealKeyring(member: Member, inst: Hex, user: Hex, counter: number, ring: Keyring): Promise<Bytes> {
  const streams = Object.fromEntries(
    [...ring.streams].map(([stream, keys]) => [stream, Object.fromEntries([...keys].map(([epoch, sk]) => [epoch, b64(sk)]))]),
  );
  const heads = Object.fromEntries([...ring.heads].map(([name, left]) => [name, leftSaid(left)]));
  const written = writeJson({ v: 1, streams, directories: Object.fromEntries(ring.directories), heads });
  return seal(member.keyringKey, keyringContext(inst, user, counter), written);
}

/** As the keyring writes it. */
export function leftSaid({ reporter, streams }: Left) {
  const said = [...streams].map(([name, { record, heads }]) => [name, { number: record.number, record: record.hash, items: heads }] as const);
  return { reporter, streams: Object.fromEntries(said) };
}

function readLeft(value: unknown): Left {
  const { reporter, streams } = shaped(value, ["reporter", "streams"]);
  const left = Object.entries(anObject(streams)).map(([name, one]) => {
    const { number, record, items } = shaped(one, ["number", "record", "items"]);
    const heads = aList(items).map((item) => aName(item, 32));
    if (heads.some((item, i) => i > 0 && item <= (heads[i - 1] as Hex))) throw new SealError("malformed", "a list is not sorted");
    return [aName(name, 16), { record: { number: aCount(number), hash: aName(record, 32) }, heads }] as const;
  });
  return { reporter: aName(reporter, 32), streams: new Map(left) };
}

function readKeys(value: unknown): Map<number, Bytes> {
  const entries = Object.entries(anObject(value)).map(([epoch, sk]): [number, Bytes] => {
    if (!/^(0|[1-9]\d*)$/.test(epoch)) throw new SealError("malformed", "not an epoch");
    return [aCount(Number(epoch)), someBytes(sk, 32)];
  });
  return new Map(entries);
}

export async function openKeyring(member: Member, inst: Hex, user: Hex, counter: number, blob: Bytes): Promise<Keyring> {
  const written = await open(member.keyringKey, keyringContext(inst, user, counter), blob);
  const { v, streams, directories, heads = {} } = shaped(readJson(written), ["v", "streams", "directories"], ["heads"]);
  if (v !== 1) throw new SealError("unknown_version");
  const seen = Object.entries(anObject(directories)).map(([cell, one]): [Hex, Remembered] => {
    const { version, hash } = shaped(one, ["version", "hash"]);
    return [aName(cell, 16), { version: aCount(version), hash: aName(hash, 32) }];
  });
  const opened = Object.entries(anObject(streams)).map(([stream, keys]): [Hex, Map<number, Bytes>] => [aName(stream, 16), readKeys(keys)]);
  const left = Object.entries(anObject(heads)).map(([name, one]) => [aName(name, 16), readLeft(one)] as const);
  return { streams: new Map(opened), directories: new Map(seen), heads: new Map(left) };
}
