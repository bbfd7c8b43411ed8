/** A ticket as RFC 9497 says, and as the server makes it (`vectors/tickets.json`). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { hex, random, unhex, type Hex } from "../fields.ts";
import { draw, finish, SEED } from "../ticket.ts";
import { read } from "../ticket-text.ts";

type Case = Record<string, Hex>;
const at = new URL("../../../../vectors/tickets.json", import.meta.url);
const vectors = JSON.parse(readFileSync(at, "utf8")) as { rfc9497: { public: Hex; seed: Hex; info: Hex; cases: Case[] }; tickets: Case[] };
const { voprf } = ristretto255_oprf;
const of = (one: Case, name: string) => unhex(one[name] as string);
const surveyOf = (one: Case) => ({ inst: one.inst as Hex, survey: one.survey as Hex, key: one.public as Hex });
const keysOf = (one: Case) => {
  // The same key as the server's: the info is the lp of formats.md.
  const lp = (bytes: Uint8Array) => [0, 0, 0, bytes.length, ...bytes];
  const info = new Uint8Array([...lp(new TextEncoder().encode("portevoix/1 survey key")), ...lp(of(one, "inst")), ...lp(of(one, "survey"))]);
  return voprf.deriveKeyPair(of(one, "secret"), info);
};

test("what the RFC publishes, its proofs included", () => {
  for (const one of vectors.rfc9497.cases) {
    const output = voprf.finalize(of(one, "input"), of(one, "blind"), of(one, "evaluated"), of(one, "blinded"), unhex(vectors.rfc9497.public), of(one, "proof"));
    assert.equal(hex(output), one.output);
  }
});

test("the same ticket as the server’s, from the same seed", async () => {
  for (const one of vectors.tickets) {
    const survey = surveyOf(one);
    const keys = keysOf(one);
    assert.equal(hex(keys.publicKey), one.public);
    const drawn = await draw(survey, of(one, "seed"));
    assert.equal(hex(drawn.nonce), one.nonce);
    assert.equal(hex(drawn.blinded), one.blinded);
    const { evaluated, proof } = voprf.blindEvaluate(keys.secretKey, keys.publicKey, drawn.blinded);
    assert.equal(hex(evaluated), one.evaluated);
    assert.equal(await finish(survey, drawn, new Uint8Array(evaluated), new Uint8Array(proof)), one.ticket);
  }
});

test("a key of one’s own is refused, and so is a proof that lies", async () => {
  const [first, second] = vectors.tickets as [Case, Case];
  const survey = surveyOf(first);
  const drawn = await draw(survey, random(SEED));
  const tagged = keysOf(second);
  const theirs = voprf.blindEvaluate(tagged.secretKey, tagged.publicKey, drawn.blinded);
  await assert.rejects(finish(survey, drawn, new Uint8Array(theirs.evaluated), new Uint8Array(theirs.proof)), { code: "wrong_key" });
  const keys = keysOf(first);
  const ours = voprf.blindEvaluate(keys.secretKey, keys.publicKey, drawn.blinded);
  await assert.rejects(finish(survey, drawn, new Uint8Array(theirs.evaluated), new Uint8Array(ours.proof)), { code: "wrong_key" });
});

test("what is typed is read, what is no ticket is not", () => {
  const one = vectors.tickets[0] as Case;
  assert.equal(read((one.ticket as string).toLowerCase().replaceAll("-", " ")).ticket, one.ticket);
  for (const typed of ["", "ABCD", `${one.ticket}0`, (one.ticket as string).replace(/./, "U")]) {
    assert.throws(() => read(typed), { code: "malformed" });
  }
});
