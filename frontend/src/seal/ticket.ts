/** A ticket for a survey: drawn and blinded here, evaluated by the server, which cannot know it again (RFC 9497, VOPRF). */
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { SealError } from "./errors.ts";
import { concat, lp, name16, name32, sha256, sha512, unhex, type Bytes, type Hex } from "./fields.ts";
import { KEY, written } from "./ticket-text.ts";

const NONCE = 10;
const TAG = 10;
export const SEED = 32;
const { voprf } = ristretto255_oprf;

/** Whose tickets: everyone's of one survey. */
export interface Survey {
  inst: Hex;
  survey: Hex;
  /** The public key. */
  key: Hex;
}

export interface Drawn {
  nonce: Bytes;
  blind: Bytes;
  blinded: Bytes;
}

const asked = (of: Survey, nonce: Bytes): Bytes => lp("portevoix/1 ticket", name16(of.survey), nonce);

/** From the same seed, the same: so that a broken connection or a reloaded page loses nobody's ticket. */
export async function draw(of: Survey, seed: Bytes): Promise<Drawn> {
  if (seed.length !== SEED) throw new SealError("malformed", "a seed has 32 bytes");
  const nonce = (await sha256(lp("portevoix/1 ticket nonce", name16(of.survey), seed))).slice(0, NONCE);
  const luck = await sha512(lp("portevoix/1 ticket blind", name16(of.survey), seed));
  const { blind, blinded } = voprf.blind(asked(of, nonce), (size = 0) => luck.slice(0, size));
  return { nonce, blind: new Uint8Array(blind), blinded: new Uint8Array(blinded) };
}

/** Of the public key: what tickets call it by, and what people compare. */
export async function fingerprint(of: Survey): Promise<Bytes> {
  return sha256(lp("portevoix/1 survey fingerprint", name16(of.inst), name16(of.survey), name32(of.key)));
}

/** The ticket, once the server's proof that it used the public key holds. */
export async function finish(of: Survey, drawn: Drawn, evaluated: Bytes, proof: Bytes): Promise<string> {
  let output: Uint8Array;
  try {
    const { nonce, blind, blinded } = drawn;
    output = voprf.finalize(asked(of, nonce), blind, evaluated, blinded, unhex(of.key, 32), proof);
  } catch {
    throw new SealError("wrong_key", "not evaluated under the public key");
  }
  return written(concat((await fingerprint(of)).slice(0, KEY), drawn.nonce, output.slice(0, TAG)));
}
