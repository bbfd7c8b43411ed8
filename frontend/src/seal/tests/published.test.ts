/** The primitives, against the vectors that their authors published (`vectors/published.json` names the sources). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { open, seal, VERSION } from "../envelope.ts";
import { concat, hex, sha256, sha512, unhex, utf8 } from "../fields.ts";
import { sealedSize } from "../files.ts";
import { publicOf, sealTo } from "../hpke.ts";
import { signer, verify } from "../identity.ts";
import { root, type Given } from "./operations.ts";

const published: Given = JSON.parse(readFileSync(new URL("vectors/published.json", root), "utf8"));

for (const [at, vector] of published.ed25519.vectors.entries()) {
  test(`signing as RFC 8032, ${at}`, async () => {
    const [message, signature] = [unhex(vector.message), unhex(vector.signature)];
    const someone = await signer(unhex(vector.seed));
    assert.equal(hex(someone.ed25519), vector.public);
    assert.equal(hex(await someone.sign(message)), vector.signature);
    assert.ok(await verify(someone.ed25519, message, signature));
    assert.ok(!(await verify(someone.ed25519, concat(message, utf8("!")), signature)));
  });
}

for (const [at, vector] of published.xwing.vectors.entries()) {
  test(`making keys as the X-Wing draft, ${at}`, async () => {
    assert.equal(hex(await sha256(await publicOf(unhex(vector.seed)))), vector.public_sha256);
  });
}

test("taking the secret out as the X-Wing draft", async () => {
  const [vector] = published.xwing.vectors;
  const kem = new XWing();
  const recipientKey = await kem.deserializePrivateKey(unhex(vector.seed));
  assert.equal(hex(new Uint8Array(await kem.decap({ recipientKey, enc: unhex(vector.ciphertext) }))), vector.shared_secret);
});

for (const vector of published.hpke.vectors) {
  test(`HPKE: ${vector.source}`, async () => {
    const kem = vector.kem_id === 0x647a ? new XWing() : new DhkemX25519HkdfSha256();
    const recipientKey = await kem.deserializePrivateKey(unhex(vector.skRm));
    const secret = await kem.decap({ recipientKey, enc: unhex(vector.enc) });
    assert.equal(hex(new Uint8Array(secret)), vector.shared_secret);
    if (vector.aead_id !== 2) return;
    const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
    const recipient = await suite.createRecipientContext({ recipientKey, enc: unhex(vector.enc), info: unhex(vector.info) });
    assert.equal(hex(new Uint8Array(await recipient.open(unhex(vector.ct), unhex(vector.aad)))), vector.pt);
  });
}

for (const vector of published.chunked_encryption.vectors) {
  test(`chunked encryption as C2SP: ${vector.name}`, async () => {
    const sealed = inflateSync(unhex(vector.deflated));
    const opened = await open(unhex(vector.key), unhex(vector.context), concat(new Uint8Array([VERSION]), sealed));
    assert.equal(opened.length, vector.size);
    assert.equal(hex(await sha512(opened)), vector.sha512);
    assert.equal(sealed.length + 1, sealedSize(opened.length));
    const again = await seal(unhex(vector.key), unhex(vector.context), opened, new Uint8Array(sealed.subarray(0, 24)));
    assert.deepEqual(again, concat(new Uint8Array([VERSION]), sealed));
  });
}

test("sealing to what is not a public key is refused", async () => {
  await assert.rejects(sealTo(new Uint8Array(1216).fill(255), utf8(""), utf8("")), { code: "malformed" });
  await assert.rejects(sealTo(new Uint8Array(32), utf8(""), utf8("")), { code: "malformed" });
});
