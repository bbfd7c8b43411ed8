/** Whether this browser has everything the seal needs; if not, the page says so, and offers the way without scripts. */
import { open, seal } from "./envelope.ts";
import { random, same } from "./fields.ts";
import { signer, verify } from "./identity.ts";

/** Each part once, as it will be used: randomness, stretching (one round only), the envelope both ways, a signature both ways. */
export async function canSeal(): Promise<boolean> {
  try {
    const [one, other] = [random(32), random(32)];
    const stretch = await crypto.subtle.importKey("raw", one, "PBKDF2", false, ["deriveBits"]);
    const rounds = { name: "PBKDF2", hash: "SHA-512", salt: other, iterations: 1 };
    const key = new Uint8Array(await crypto.subtle.deriveBits(rounds, stretch, 256));
    const { ed25519, sign } = await signer(key);
    const opened = await open(key, one, await seal(key, one, other));
    const holds = same(opened, other) && !same(one, other) && (await verify(ed25519, one, await sign(one)));
    return holds && "".isWellFormed() && [].findLast(() => true) === undefined;
  } catch {
    return false;
  }
}
