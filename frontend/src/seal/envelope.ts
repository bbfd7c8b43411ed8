/**
 * The symmetric envelope: C2SP chunked-encryption, Cobblestone-256 (HKDF-SHA-512, AES-256-GCM, 16 KiB chunks).
 * A sealed blob is `0x01 ‖ salt ‖ commitment ‖ chunks`. The commitment makes a blob open under one key and context only.
 */
import { SealError } from "./errors.ts";
import { concat, lp, random, same, utf8, type Bytes, type Field } from "./fields.ts";

export const VERSION = 1;
export const SALT = 24;
/** Version byte, salt and commitment. */
export const HEAD = 1 + SALT + 32;
export const CHUNK = 16_384;
export const TAG = 16;
const AEAD = utf8("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0");

/** HKDF-Expand with SHA-512 (RFC 5869). */
export async function expandRaw(key: Bytes, info: Bytes, size: number): Promise<Bytes> {
  const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
  let block: Bytes = new Uint8Array(0);
  let out = block;
  for (let i = 1; out.length < size; i++) {
    block = new Uint8Array(await crypto.subtle.sign("HMAC", hmac, concat(block, info, new Uint8Array([i]))));
    out = concat(out, block);
  }
  return out.slice(0, size);
}

/** `Expand` of the formats: info is an `lp`, its first field a label. */
export function expand(key: Bytes, info: readonly Field[], size = 32): Promise<Bytes> {
  return expandRaw(key, lp(...info), size);
}

/** One message's keys: chunks may be sealed or opened in any order. */
export class Envelope {
  readonly head: Bytes;
  readonly #key: CryptoKey;
  readonly #nonce: Bytes;

  private constructor(key: CryptoKey, nonce: Bytes, head: Bytes) {
    this.#key = key;
    this.#nonce = nonce;
    this.head = head;
  }

  static async from(key: Bytes, context: Bytes, salt: Bytes = random(SALT)): Promise<Envelope> {
    if (key.length !== 32) throw new SealError("malformed", "a key has 32 bytes");
    const derived = await expandRaw(key, concat(AEAD, salt, context), 76);
    const aes = await crypto.subtle.importKey("raw", derived.slice(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
    const head = concat(new Uint8Array([VERSION]), salt, derived.slice(44));
    return new Envelope(aes, derived.slice(32, 44), head);
  }

  /** The envelope of a blob of which `head` is the beginning. */
  static async of(key: Bytes, context: Bytes, head: Bytes): Promise<Envelope> {
    checkVersion(head);
    if (head.length < HEAD) throw new SealError("altered", "cut short");
    const envelope = await Envelope.from(key, context, head.slice(1, 1 + SALT));
    if (!same(envelope.head, head.subarray(0, HEAD))) throw new SealError("wrong_key");
    return envelope;
  }

  async seal(index: number, chunk: Bytes): Promise<Bytes> {
    return new Uint8Array(await crypto.subtle.encrypt(this.#params(index), this.#key, chunk));
  }

  async open(index: number, chunk: Bytes): Promise<Bytes> {
    try {
      return new Uint8Array(await crypto.subtle.decrypt(this.#params(index), this.#key, chunk));
    } catch {
      throw new SealError("altered");
    }
  }

  #params(index: number): AesGcmParams {
    const iv = this.#nonce.slice();
    for (let i = 11, rest = index; rest > 0; i--, rest = Math.floor(rest / 256)) iv[i] = (iv[i] as number) ^ (rest % 256);
    return { name: "AES-GCM", iv };
  }
}

export function checkVersion(blob: Uint8Array): void {
  if (blob.length === 0) throw new SealError("altered", "empty");
  if (blob[0] !== VERSION) throw new SealError("unknown_version");
}

/** `0x01 ‖ CB(key, context, plaintext)`. */
export async function seal(key: Bytes, context: Bytes, plaintext: Bytes, salt?: Bytes): Promise<Bytes> {
  const envelope = await Envelope.from(key, context, salt);
  const chunks = Array.from({ length: Math.floor(plaintext.length / CHUNK) + 1 }, (_, i) =>
    envelope.seal(i, plaintext.slice(i * CHUNK, (i + 1) * CHUNK)),
  );
  return concat(envelope.head, ...(await Promise.all(chunks)));
}

export async function open(key: Bytes, context: Bytes, blob: Bytes): Promise<Bytes> {
  const envelope = await Envelope.of(key, context, blob);
  const sealed = blob.subarray(HEAD);
  const full = Math.floor(sealed.length / (CHUNK + TAG));
  if (sealed.length - full * (CHUNK + TAG) < TAG) throw new SealError("altered", "cut short");
  const chunks = Array.from({ length: full + 1 }, (_, i) =>
    envelope.open(i, sealed.slice(i * (CHUNK + TAG), (i + 1) * (CHUNK + TAG))),
  );
  return concat(...(await Promise.all(chunks)));
}
