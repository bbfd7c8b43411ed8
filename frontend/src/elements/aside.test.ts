import assert from "node:assert/strict";
import { test } from "node:test";
import type { Directory } from "../seal/directory.ts";
import { isPutAside, stillAside } from "./aside.ts";

const version = (...members: [fpr: string, name: string][]) =>
  ({ members: new Map(members.map(([fpr, name]) => [fpr, { fpr, name }])) }) as unknown as Directory;

const former = version(["a1", "Inès"], ["b1", "Paul"]);
const today = version(["a1", "Inès"], ["b2", "Paul"]);
const directories = [former, today];

test("whoever was put aside is still ticked under a new vault", () => {
  assert.equal(isPutAside("b2", ["b1"], directories), true);
  assert.equal(isPutAside("a1", ["b1"], directories), false);
});

test("former keys stay in the exclusion", () => {
  assert.deepEqual(stillAside(["b1"], ["a1", "b2"], ["a1"], directories), ["b1"]);
  assert.deepEqual(stillAside(["b1"], ["a1"], ["a1"], [former, version(["a1", "Inès"])]), ["b1"], "also of someone who has left");
});

test("they leave it when the person is taken back, and when their own box says so", () => {
  assert.deepEqual(stillAside(["b1"], ["a1", "b2"], ["a1", "b2"], directories), []);
  assert.deepEqual(stillAside(["a1"], ["a1", "b2"], ["a1", "b2"], directories), []);
});
