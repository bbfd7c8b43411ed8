import assert from "node:assert/strict";
import { test } from "node:test";
import type { Directory } from "../seal/directory.ts";
import { departures, isPutAside, stillAside } from "./aside.ts";

const version = (...members: [fpr: string, name: string][]) =>
  ({ members: new Map(members.map(([fpr, name]) => [fpr, { fpr, name }])) }) as unknown as Directory;

const former = version(["a1", "Inès"], ["b1", "Paul"]);
const today = version(["a1", "Inès"], ["b2", "Paul"]);
const directories = [former, today];
const paul = [["b1", "b2"]];

test("whoever was put aside is still ticked under a new vault", () => {
  assert.equal(isPutAside("b2", ["b1"], directories, paul), true);
  assert.equal(isPutAside("a1", ["b1"], directories, paul), false);
});

test("under another name too, and when the server does not say so", () => {
  const renamed = version(["a1", "Inès"], ["b2", "Paul Renaud"]);
  assert.equal(isPutAside("b2", ["b1"], [former, renamed], paul), true);
  assert.equal(isPutAside("b2", ["b1"], directories, []), true);
});

test("whoever refused the recovery key has refused the next one, whatever it is called", () => {
  const spare = (fpr: string, name: string) => ({ ...version(["a1", "Inès"], [fpr, name]), recovery: { fpr, needed: 2, trustees: ["A", "B"] } });
  const both = [spare("r1", "Clé de secours"), spare("r2", "Recovery key")];
  assert.equal(isPutAside("r2", ["r1"], both, []), true);
  assert.equal(isPutAside("a1", ["r1"], both, []), false);
});

test("former keys stay in the exclusion", () => {
  assert.deepEqual(stillAside(["b1"], ["a1", "b2"], ["a1"], directories, paul), ["b1"]);
  assert.deepEqual(stillAside(["b1"], ["a1"], ["a1"], [former, version(["a1", "Inès"])], []), ["b1"], "also of someone who has left");
});

test("they leave it when the person is taken back, and when their own box says so", () => {
  assert.deepEqual(stillAside(["b1"], ["a1", "b2"], ["a1", "b2"], directories, paul), []);
  assert.deepEqual(stillAside(["a1"], ["a1", "b2"], ["a1", "b2"], directories, []), []);
});

const said = (renewed: string[][], ...versions: Directory[]) => departures(versions, renewed).map(({ gone, now }) => [gone.fpr, now?.fpr]);

test("a new vault is told from a departure, even when the person has another name now", () => {
  assert.deepEqual(said(paul, former, today), [["b1", "b2"]]);
  assert.deepEqual(said(paul, former, version(["a1", "Inès"], ["b2", "Paul Renaud"])), [["b1", "b2"]]);
  assert.deepEqual(said([], former, version(["a1", "Inès"])), [["b1", undefined]]);
});

test("whoever bears the name of somebody who has left is not taken for them", () => {
  assert.deepEqual(said([], former, today), [["b1", undefined]]);
});
