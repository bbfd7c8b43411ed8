/**
 * The only file that knows which library does HPKE: RFC 9180 base mode, X-Wing, HKDF-SHA256, AES-256-GCM.
 * A private key is its 32-byte seed.
 */
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { SealError } from "./errors.ts";
import { concat, type Bytes } from "./fields.ts";

export const ENC = 1120;
export const PUBLIC = 1216;

const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export async function publicOf(seed: Bytes): Promise<Bytes> {
  const pair = await new XWing().generateKeyPairDerand(seed.slice());
  return new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey));
}

/** `enc ‖ ct`. `randomness` (64 bytes) is for test vectors only. */
export async function sealTo(publicKey: Bytes, info: Bytes, plaintext: Bytes, randomness?: Bytes): Promise<Bytes> {
  if (publicKey.length !== PUBLIC) throw new SealError("malformed", "not an X-Wing key");
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey);
  const params = { recipientPublicKey, info, ...(randomness && { ekm: randomness.buffer }) };
  try {
    const sender = await suite.createSenderContext(params);
    return concat(new Uint8Array(sender.enc), new Uint8Array(await sender.seal(plaintext)));
  } catch {
    throw new SealError("malformed", "not an X-Wing key");
  }
}

export async function openWith(seed: Bytes, info: Bytes, sealed: Bytes): Promise<Bytes> {
  if (sealed.length < ENC + 16) throw new SealError("altered", "cut short");
  const recipientKey = await suite.kem.deserializePrivateKey(seed.slice());
  try {
    const recipient = await suite.createRecipientContext({ recipientKey, info, enc: sealed.slice(0, ENC) });
    return new Uint8Array(await recipient.open(sealed.slice(ENC)));
  } catch {
    throw new SealError("altered", "sealed to someone else, for something else, or altered");
  }
}
