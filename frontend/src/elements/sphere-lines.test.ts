import assert from "node:assert/strict";
import { test } from "node:test";
import { broken } from "./sphere-lines.ts";

const within = (letters: number) => (part: string) => part.length <= letters;

test("a caption keeps its own lines and is cut between words", () => {
  assert.deepEqual(broken("Un oui, ça s’entend.\nLe silence, non.", within(12)), ["Un oui, ça", "s’entend.", "Le silence,", "non."]);
});

test("a word longer than the board stays whole, and no word is lost", () => {
  const text = "anticonstitutionnellement dit-elle";
  assert.deepEqual(broken(text, within(10)), ["anticonstitutionnellement", "dit-elle"]);
  assert.equal(broken(text, within(1000)).join(" "), text);
});
