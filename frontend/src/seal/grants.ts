/** A stream key, sealed to one person by the author of the record that grants it. */
import { checkVersion, VERSION } from "./envelope.ts";
import { codeOf, SealError, type Code } from "./errors.ts";
import { concat, lp, name16, name32, numberOf, u64, type Bytes, type Hex } from "./fields.ts";
import { openWith, sealTo } from "./hpke.ts";
import { verify, type Identity, type Keys } from "./identity.ts";
import { pause } from "./pace.ts";
import { isKeyOf, type SignedRecord } from "./records.ts";

function grantInfo({ record, hash }: SignedRecord, recipient: Hex): Bytes {
  const place = [name16(record.inst), name16(record.case), name16(record.stream)];
  return lp("portevoix/1 grant", ...place, record.epoch, name32(recipient), name32(record.author), name32(hash));
}

const said = (info: Bytes, kc: Hex) => lp("portevoix/1 grant sig", info, name32(kc));

/** Stream keys by epoch. */
export type StreamKeys = ReadonlyMap<number, Bytes>;

const NONE_EARLIER: StreamKeys = new Map();

/** The key of a record for one person; with those of `earlier` epochs when they are given the past too. */
export async function grant(
  granter: Keys,
  recipient: Identity,
  signed: SignedRecord,
  sk: Bytes,
  earlier = NONE_EARLIER,
  randomness?: Bytes,
): Promise<Bytes> {
  const { record } = signed;
  if (granter.fpr !== record.author || !record.granted.includes(recipient.fpr)) throw new SealError("not_granted");
  const past = [...earlier].sort(([a], [b]) => a - b);
  if (!(await isKeyOf([signed], record.epoch, sk)) || past.some(([epoch]) => epoch >= record.epoch)) throw new SealError("wrong_key");
  const info = grantInfo(signed, recipient.fpr);
  const signature = await granter.sign(said(info, record.kc));
  const keys = concat(sk, signature, ...past.flatMap(([epoch, key]) => [u64(epoch), key]));
  return concat(new Uint8Array([VERSION]), await sealTo(recipient.xwing, info, keys, randomness));
}

async function earlierKeys(records: readonly SignedRecord[], before: number, past: Bytes): Promise<[number, Bytes][]> {
  const keys: [number, Bytes][] = [];
  for (let at = 0; at < past.length; at += 40) {
    const epoch = numberOf(past.subarray(at, at + 8));
    const sk = past.slice(at + 8, at + 40);
    if (epoch >= before || epoch <= (keys.at(-1)?.[0] ?? -1)) throw new SealError("malformed", "earlier keys are not in order");
    if (!(await isKeyOf(records, epoch, sk))) throw new SealError("wrong_key", "not the key of an earlier epoch");
    keys.push([epoch, sk]);
  }
  return keys;
}

export interface ToOpen {
  granter: Identity;
  /** Verified, from the first. */
  records: readonly SignedRecord[];
  number: number;
  blob: Bytes;
}

/** The stream keys that record `number` of a verified chain grants to `reader`. */
export async function openGrant(reader: Keys, { granter, records, number, blob }: ToOpen): Promise<Map<number, Bytes>> {
  const signed = records[number];
  if (!signed) throw new SealError("record_chain", "a grant without its record");
  const { record } = signed;
  if (granter.fpr !== record.author || !record.granted.includes(reader.fpr)) throw new SealError("not_granted");
  checkVersion(blob);
  const info = grantInfo(signed, reader.fpr);
  const opened = await openWith(reader.xwingSeed, info, blob.slice(1));
  if (opened.length < 96 || (opened.length - 96) % 40 !== 0) throw new SealError("malformed", "not a grant");
  const sk = opened.slice(0, 32);
  if (!(await isKeyOf([signed], record.epoch, sk))) throw new SealError("wrong_key", "not the key of this record");
  if (!(await verify(granter.ed25519, said(info, record.kc), opened.slice(32, 96)))) throw new SealError("altered", "signature");
  return new Map([...(await earlierKeys(records, record.epoch, opened.slice(96))), [record.epoch, sk]]);
}

export type OpenedGrant = { keys: Map<number, Bytes> } | { code: Code };

/** Opens many grants in small steps. A grant that is refused gives its code and stops nothing. */
export async function openGrants(
  reader: Keys,
  grants: readonly ToOpen[],
  progress: (done: number, total: number) => void = () => undefined,
): Promise<OpenedGrant[]> {
  const opened: OpenedGrant[] = [];
  const turn = pause();
  for (const one of grants) {
    try {
      opened.push({ keys: await openGrant(reader, one) });
    } catch (error) {
      opened.push({ code: codeOf(error) });
    }
    const wait = turn();
    if (wait) {
      progress(opened.length, grants.length);
      await wait;
    }
  }
  progress(opened.length, grants.length);
  return opened;
}
