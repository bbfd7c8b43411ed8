/** Stretching a member's passphrase. On members' pages only: it needs WebAssembly. */
import { argon2id } from "hash-wasm";
import { name16, utf8, type Bytes, type Hex } from "./fields.ts";
import { wayKeys, type WayKeys } from "./member.ts";

export async function passphraseKeys(passphrase: string, way: Hex): Promise<WayKeys> {
  const z = await argon2id({
    password: utf8(passphrase.normalize("NFKC")),
    salt: name16(way),
    memorySize: 65_536,
    iterations: 3,
    parallelism: 1,
    hashLength: 64,
    outputType: "binary",
  });
  return wayKeys(z as Bytes);
}
