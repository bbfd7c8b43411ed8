/** What a member of a cell holds, and the vault that keeps it. */
import { expand, open, seal } from "./envelope.ts";
import { SealError } from "./errors.ts";
import { fromBase32, fromBits, toBase32, toBits } from "./bits.ts";
import { b64, hex, lp, name16, random, same, sha256, sha512, text, unb64, utf8, type Bytes, type Hex } from "./fields.ts";
import { keysFrom, type Keys } from "./identity.ts";

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

/** Stream keys already opened, by `case/stream/epoch`. */
export type Keyring = Map<string, Bytes>;

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

export const keyringName = (of: { case: Hex; stream: Hex; epoch: number }): string =>
  `${of.case}/${of.stream}/${of.epoch}`;

export function sealKeyring(member: Member, inst: Hex, user: Hex, counter: number, ring: Keyring): Promise<Bytes> {
  const keys = Object.fromEntries([...ring].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, key]) => [name, b64(key)]));
  return seal(member.keyringKey, keyringContext(inst, user, counter), utf8(JSON.stringify({ v: 1, keys })));
}

export async function openKeyring(member: Member, inst: Hex, user: Hex, counter: number, blob: Bytes): Promise<Keyring> {
  const written = text(await open(member.keyringKey, keyringContext(inst, user, counter), blob));
  const { v, keys } = JSON.parse(written) as { v: number; keys: Record<string, string> };
  if (v !== 1) throw new SealError("unknown_version");
  return new Map(Object.entries(keys).map(([name, key]) => [name, unb64(key)]));
}
