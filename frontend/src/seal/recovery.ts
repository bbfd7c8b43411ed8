/** The recovery key of a cell: cut into sheets for its trustees, some of which together make it again. Only for members' pages. */
import { combine, split } from "shamir-secret-sharing";
import { fromBase32, fromBits, toBase32, toBits } from "./bits.ts";
import { expand } from "./envelope.ts";
import { SealError } from "./errors.ts";
import { b64, concat, lp, name16, name32, same, sha256, type Bytes, type Hex } from "./fields.ts";
import { keysFrom, type Keys } from "./identity.ts";

export const MOST = 7;
const SHARE = 33;

export async function recoveryFrom(rseed: Bytes): Promise<Keys> {
  return keysFrom(await expand(rseed, ["portevoix/1 recovery xwing"]), await expand(rseed, ["portevoix/1 recovery ed25519"]));
}

const checkOf = async (fpr: Hex, share: Bytes): Promise<Bytes> =>
  (await sha256(lp("portevoix/1 share check", name32(fpr), share))).slice(0, 2);

/** A share as its sheet shows it: fourteen groups of four characters, bound to the very key. */
export async function writeShare(fpr: Hex, share: Bytes): Promise<string> {
  const written = toBase32(toBits(concat(share, await checkOf(fpr, share)), 280));
  return (written.match(/.{4}/g) as string[]).join("-");
}

export async function readShare(fpr: Hex, typed: string): Promise<Bytes> {
  const bits = fromBase32(typed);
  if (bits?.length !== 280) throw new SealError("recovery_share", "56 characters");
  const read = fromBits(bits);
  const share = read.slice(0, SHARE);
  if (!same(read.slice(SHARE), await checkOf(fpr, share)) || share.at(-1) === 0) throw new SealError("recovery_share", "check");
  return share;
}

/** As many shares as there are trustees, any `needed` of which give the seed back. Each is tried before it is given. */
export async function cut(rseed: Bytes, count: number, needed: number): Promise<Bytes[]> {
  const shares = (await split(rseed, count, needed)).map((share) => new Uint8Array(share));
  for (const from of shares.keys()) {
    const some = Array.from({ length: needed }, (_, i) => shares[(from + i) % count] as Bytes);
    if (!same(await combine(some), rseed)) throw new SealError("recovery_share", "does not give the seed back");
  }
  return shares;
}

/** The key again. Refuses shares that are too few, or not all of this key. */
export async function join(shares: readonly Bytes[], fpr: Hex): Promise<Keys> {
  const wrong = () => new SealError("recovery_share", "not enough, or not of this key");
  const rseed = await combine([...shares]).catch(() => Promise.reject(wrong()));
  const keys = await recoveryFrom(new Uint8Array(rseed));
  if (keys.fpr !== fpr) throw wrong();
  return keys;
}

export interface Act {
  minute: number;
  sig: string;
}

/** Shows the server that the sheets are here, for whoever asks, now. */
export async function signAct(keys: Keys, at: { inst: Hex; cell: Hex; user: Hex }, minute: number): Promise<Act> {
  const said = lp("portevoix/1 recovery act", name16(at.inst), name16(at.cell), name16(at.user), minute);
  return { minute, sig: b64(await keys.sign(said)) };
}
