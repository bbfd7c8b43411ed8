/** Everything a reporter holds, from the one secret of a testimony. */
import { expand } from "./envelope.ts";
import { hex, random, sha256, type Bytes, type Hex } from "./fields.ts";
import { keysFrom, type Keys } from "./identity.ts";

export interface Reporter {
  keys: Keys;
  /** The stream key of the private stream, epoch 0. */
  privateKey: Bytes;
  /** Shown to take the testimony back; the server keeps its SHA-256. */
  withdrawal: Bytes;
  withdrawalHash: Hex;
}

export const makeRoot = (): Bytes => random(32);

export async function reporterFrom(root: Bytes): Promise<Reporter> {
  const [xwing, ed25519, privateKey, withdrawal] = await Promise.all([
    expand(root, ["portevoix/1 reporter xwing"]),
    expand(root, ["portevoix/1 reporter ed25519"]),
    expand(root, ["portevoix/1 reporter private"]),
    expand(root, ["portevoix/1 reporter withdraw"]),
  ]);
  return { keys: await keysFrom(xwing, ed25519), privateKey, withdrawal, withdrawalHash: hex(await sha256(withdrawal)) };
}
