/** A stream key, sealed to one person by the author of the record that grants it. */
import { checkVersion, VERSION } from "./envelope.ts";
import { codeOf, SealError, type Code } from "./errors.ts";
import { concat, lp, name16, name32, type Bytes, type Hex } from "./fields.ts";
import { openWith, sealTo } from "./hpke.ts";
import { verify, type Identity, type Keys } from "./identity.ts";
import { pause } from "./pace.ts";
import { keyCommitment, type SignedRecord } from "./records.ts";

function grantInfo({ record, hash }: SignedRecord, recipient: Hex): Bytes {
  const place = [name16(record.inst), name16(record.case), name16(record.stream)];
  return lp("portevoix/1 grant", ...place, record.epoch, name32(recipient), name32(record.author), name32(hash));
}

const said = (info: Bytes, kc: Hex) => lp("portevoix/1 grant sig", info, name32(kc));

async function mustBeKeyOf({ record }: SignedRecord, sk: Bytes): Promise<void> {
  if (sk.length !== 32 || (await keyCommitment(record, record.epoch, sk)) !== record.kc) {
    throw new SealError("wrong_key", "not the key of this record");
  }
}

export async function grant(
  granter: Keys,
  recipient: Identity,
  signed: SignedRecord,
  sk: Bytes,
  randomness?: Bytes,
): Promise<Bytes> {
  if (granter.fpr !== signed.record.author || !signed.record.granted.includes(recipient.fpr)) throw new SealError("not_granted");
  await mustBeKeyOf(signed, sk);
  const info = grantInfo(signed, recipient.fpr);
  const sealed = await sealTo(recipient.xwing, info, concat(sk, await granter.sign(said(info, signed.record.kc))), randomness);
  return concat(new Uint8Array([VERSION]), sealed);
}

/** The stream key of a record whose chain has been verified. */
export async function openGrant(reader: Keys, granter: Identity, signed: SignedRecord, blob: Bytes): Promise<Bytes> {
  const { record } = signed;
  if (granter.fpr !== record.author || !record.granted.includes(reader.fpr)) throw new SealError("not_granted");
  checkVersion(blob);
  const info = grantInfo(signed, reader.fpr);
  const opened = await openWith(reader.xwingSeed, info, blob.slice(1));
  if (opened.length !== 96) throw new SealError("malformed", "not a grant");
  const sk = opened.slice(0, 32);
  await mustBeKeyOf(signed, sk);
  if (!(await verify(granter.ed25519, said(info, record.kc), opened.slice(32)))) throw new SealError("altered", "signature");
  return sk;
}

export interface ToOpen {
  granter: Identity;
  signed: SignedRecord;
  blob: Bytes;
}

/** Opens many grants in small steps. A grant that is refused gives its code and stops nothing. */
export async function openGrants(
  reader: Keys,
  grants: readonly ToOpen[],
  progress: (done: number, total: number) => void = () => undefined,
): Promise<({ sk: Bytes } | { code: Code })[]> {
  const opened: ({ sk: Bytes } | { code: Code })[] = [];
  const turn = pause();
  for (const { granter, signed, blob } of grants) {
    try {
      opened.push({ sk: await openGrant(reader, granter, signed, blob) });
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
