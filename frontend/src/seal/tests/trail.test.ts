/** The log's promise and proof, checked against a log written here the plainest way. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fixed } from "./cast.ts";
import { b64, concat, hex, lp, sha256, unhex, utf8, type Bytes, type Hex } from "../fields.ts";
import { root, type Given } from "./operations.ts";
import { signer } from "../identity.ts";
import { checkProof, commitment, leafHash, mustBePromised, promisedOf, rootFrom } from "../trail.ts";

const log = await signer(fixed("log"));
const origin = "exemple.fr/portevoix";

/** RFC 9162, 2.1.1 and 2.1.3.1, as written. */
async function tree(leaves: readonly Bytes[]): Promise<Bytes> {
  if (leaves.length === 1) return leaves[0] as Bytes;
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return sha256(concat(new Uint8Array([1]), await tree(leaves.slice(0, k)), await tree(leaves.slice(k))));
}

async function path(m: number, leaves: readonly Bytes[]): Promise<Bytes[]> {
  if (leaves.length === 1) return [];
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  if (m < k) return [...(await path(m, leaves.slice(0, k))), await tree(leaves.slice(k))];
  return [...(await path(m - k, leaves.slice(k))), await tree(leaves.slice(0, k))];
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

async function proofOf(index: number, leaves: readonly Bytes[], name = origin): Promise<string> {
  const body = `${name}\n${leaves.length}\n${base64(await tree(leaves))}\n`;
  const id = (await sha256(concat(utf8(`${name}\n`), new Uint8Array([1]), log.ed25519))).slice(0, 4);
  const signature = base64(concat(id, await log.sign(utf8(body))));
  const steps = (await path(index, leaves)).map((step) => `${base64(step)}\n`).join("");
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${steps}\n${body}\n— ${name} ${signature}\n— témoin.exemple AAAAAAAA\n`;
}

test("every leaf of every tree up to forty is found, and no other", async () => {
  const all = await Promise.all(Array.from({ length: 40 }, (_, i) => leafHash(hex(fixed(`leaf ${i}`)))));
  for (let size = 1; size <= 40; size++) {
    const leaves = all.slice(0, size);
    const root = hex(await tree(leaves));
    for (let index = 0; index < size; index++) {
      const steps = await path(index, leaves);
      assert.equal(hex(await rootFrom(leaves[index] as Bytes, index, size, steps)), root);
      const other = (index + 1) % size;
      const elsewhere = await rootFrom(leaves[index] as Bytes, other, size, steps).then(hex, () => "refused");
      assert.ok(size === 1 || elsewhere !== root);
    }
  }
});

test("Camille checks the promise, then the proof, of her own deposit", async () => {
  const fields = [fixed("record"), fixed("item")];
  const salt = hex(fixed("salt"));
  const cm = await commitment(salt, "deposit", "2026-11-21", fields);
  const ev = lp("deposit", "2026-11-21", ...fields);
  assert.equal(cm, hex(await sha256(lp("portevoix/1 cm", fixed("salt"), ev))));

  const leaves = await Promise.all(Array.from({ length: 64 }, (_, i) => (i === 21 ? leafHash(cm) : leafHash(hex(fixed(`pad ${i}`))))));
  const proof = await proofOf(21, leaves);
  const checkpoint = await checkProof(proof, cm, origin, log.ed25519);
  assert.equal(checkpoint.size, 64);
  const refused = (text: string, code: string, key = log.ed25519, name = origin) =>
    assert.rejects(checkProof(text, cm, name, key), { code }, code);
  await refused(await proofOf(20, leaves), "altered");
  await refused(proof.replace("\n64\n", "\n65\n"), "altered");
  await refused(proof, "altered", fixed("another log"));
  await refused(proof, "wrong_place", log.ed25519, "ailleurs.fr/portevoix");
  await refused(proof.replace("@v1", "@v2"), "unknown_version");
  await refused(proof.replace("index 21", "index 021"), "malformed");
  await refused(proof.split("\n").toSpliced(2, 1).join("\n"), "altered");
  await assert.rejects(checkProof(proof, hex(fixed("other")), origin, log.ed25519), { code: "altered" });
  assert.equal(b64(checkpoint.root), b64(await tree(leaves)));
});

test("what the server's log promised and proved is checked in the browser, and a lie about it refused", async () => {
  const frozen: Given = JSON.parse(readFileSync(new URL("vectors/trail.json", root), "utf8"));
  const key = unhex(frozen.log);
  const fields = frozen.fields.map((name: Hex) => unhex(name));
  await mustBePromised(key, frozen.promise, frozen.kind, fields);
  assert.ok((await checkProof(frozen.proof, frozen.promise.commitment, frozen.origin, key)).size >= 64);
  assert.equal(await promisedOf(frozen.promise, frozen.kind, [...frozen.fields, hex(fixed("later"))]), 3);
  assert.equal(await promisedOf(frozen.promise, frozen.kind, [hex(fixed("other")), ...frozen.fields]), undefined);
  for (const lie of [{ minute: frozen.promise.minute + 1 }, { salt: hex(fixed("salt")) }, { signature: b64(fixed("signature", 64)) }]) {
    await assert.rejects(mustBePromised(key, { ...frozen.promise, ...lie }, frozen.kind, fields), { code: "altered" });
  }
  await assert.rejects(mustBePromised(key, frozen.promise, frozen.kind, fields.slice(1)), { code: "altered" });
  await assert.rejects(mustBePromised(fixed("another log"), frozen.promise, frozen.kind, fields), { code: "altered" });
});
