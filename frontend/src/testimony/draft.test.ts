import assert from "node:assert/strict";
import { test } from "node:test";
import { cleaned, hasWords, saidOf, TITLE, titleOf, type Written } from "./draft.ts";

const written = (text: string, answers: Written["answers"] = {}): Written => ({ voice: "concerned", text, answers });

test("some text anywhere is enough, and a yes is not a text", () => {
  assert.ok(hasWords(written("Il m'a suivie.")));
  assert.ok(hasWords(written("", { wish: "Que ça s'arrête" })));
  assert.ok(!hasWords(written(" \n ", { danger: "yes", minor: "no", where: "  " })));
});

test("what was skipped is absent, not empty", () => {
  assert.deepEqual(cleaned(written(" a ", { where: " ", when: " hier " })), { voice: "concerned", text: "a", answers: { when: "hier" } });
  const [title, testimony] = saidOf(written("a"));
  assert.deepEqual(title, { kind: "title", body: { text: "a" } });
  assert.deepEqual(testimony?.body, { voice: "concerned", text: "a", answers: {}, sealed_by: "browser" });
});

test("the title is the first words, cut between two words", () => {
  const long = "Le bureau des élèves a organisé une soirée pendant laquelle quelqu'un que je connais m'a suivie";
  const title = titleOf(written(long));
  assert.ok([...title].length <= TITLE && title.endsWith("…"));
  assert.ok(long.startsWith(title.slice(0, -1)) && long[title.length - 1] === " ");
  assert.equal(titleOf(written("une\n\nphrase")), "une phrase");
  assert.equal(titleOf(written("", { where: "au labo" })), "au labo");
});

test("a title never cuts a letter in two", () => {
  const title = titleOf(written("👩‍🔬".repeat(60)));
  assert.ok(title.isWellFormed() && [...title].length <= TITLE);
});

test("a title fits its own padding, whatever the letters", () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ v: 1, text: titleOf(written("é".repeat(300))) })).length;
  assert.ok(4 + 64 + bytes <= 256, `${bytes}`);
});
