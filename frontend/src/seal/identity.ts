/** Someone's two keys, the fingerprint that names them, and signatures. */
import { SealError } from "./errors.ts";
import { concat, hex, lp, sha256, unb64, unhex, type Bytes, type Hex } from "./fields.ts";
import { publicOf } from "./hpke.ts";

export interface Identity {
  fpr: Hex;
  xwing: Bytes;
  ed25519: Bytes;
}

/** An identity and what only its owner has. */
export interface Keys extends Identity {
  xwingSeed: Bytes;
  sign(message: Bytes): Promise<Bytes>;
}

const PKCS8 = unhex("302e020100300506032b657004220420");

export async function identity(xwing: Bytes, ed25519: Bytes): Promise<Identity> {
  if (xwing.length !== 1216 || ed25519.length !== 32) throw new SealError("malformed", "not a pair of keys");
  return { fpr: hex(await sha256(lp("portevoix/1 fpr", xwing, ed25519))), xwing, ed25519 };
}

export async function signer(seed: Bytes): Promise<{ ed25519: Bytes; sign(message: Bytes): Promise<Bytes> }> {
  const pkcs8 = concat(PKCS8, seed);
  const readable = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", readable);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  return {
    ed25519: unb64(x as string),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", key, message)),
  };
}

export async function keysFrom(xwingSeed: Bytes, ed25519Seed: Bytes): Promise<Keys> {
  const [xwing, { ed25519, sign }] = await Promise.all([publicOf(xwingSeed), signer(ed25519Seed)]);
  return { ...(await identity(xwing, ed25519)), xwingSeed, sign };
}

export async function verify(ed25519: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (ed25519.length !== 32 || signature.length !== 64) return false;
  try {
    const key = await crypto.subtle.importKey("raw", ed25519, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false;
  }
}
