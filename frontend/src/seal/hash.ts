/** SHA-256 of what comes piece by piece, or of very many small things: WebCrypto does neither. */
import { sha256 } from "@hpke/common";
import type { Bytes } from "./fields.ts";

export interface Running {
  update(piece: Bytes): void;
  digest(): Bytes;
}

export function running(): Running {
  const hash = sha256.create();
  return {
    update: (piece) => void hash.update(piece),
    digest: () => hash.digest() as Bytes,
  };
}

export function sha256Now(bytes: Bytes): Bytes {
  return sha256(bytes) as Bytes;
}
