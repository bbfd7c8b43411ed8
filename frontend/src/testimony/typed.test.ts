import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { base32Of, makeReceipt, wordsOf } from "../seal/receipt.ts";
import { wordList } from "../seal/words.ts";
import { isWrong, placesOf, readTyped, replaced } from "./typed.ts";

const words = wordList(readFileSync(new URL("../../../portevoix/ground/seal/words.fr.txt", import.meta.url), "utf8"));
const receipt = await makeReceipt(new Uint8Array([7, 77, 177, 3, 33, 133, 5, 55, 155, 9, 192]));
const nine = wordsOf(receipt, words);

const opens = async (typed: string) => {
  const reading = await readTyped(typed, words);
  assert.ok("receipt" in reading, JSON.stringify(reading));
  assert.deepEqual(reading.receipt, receipt);
};

test("nine words open, however they are written", async () => {
  await opens(nine.join(" "));
  await opens(nine.map((word) => word.slice(0, 4)).join(" "));
  await opens(nine.map((word, i) => `${i + 1}. ${word.toUpperCase()}`).join("\n"));
  await opens(` ${nine.join(", ")} `);
});

test("eighteen characters open, with or without spaces and dashes", async () => {
  const code = base32Of(receipt);
  await opens(code);
  await opens((code.match(/.{6}/g) as string[]).join(" ").toLowerCase());
  await opens((code.match(/.{3}/g) as string[]).join("-"));
});

test("a wrong word is named with the words it resembles", () => {
  const typed = [...nine];
  const slip = `${(nine[3] as string).slice(0, 2)}z${(nine[3] as string).slice(3)}`;
  typed[3] = slip;
  const places = placesOf(typed.join(" "), words, true);
  assert.deepEqual(places.flatMap((place, i) => (isWrong(place, i === 8, true, words) ? [i] : [])), [3]);
  assert.ok(places[3]?.near.includes(nine[3] as string));
  assert.equal(replaced(typed.join(" "), words, 3, nine[3] as string), nine.join(" "));
});

test("three words of eighteen letters are no code", () => {
  const places = placesOf("citron brosse bosqet", words, true);
  assert.deepEqual(places.map(({ word }) => word), ["citron", "brosse", undefined]);
});

test("a word that is not finished is not called wrong", () => {
  const typed = `${nine[0]} ${(nine[1] as string).slice(0, 2)}`;
  const [, last] = placesOf(typed, words, false);
  assert.ok(last && !isWrong(last, true, false, words));
  assert.ok(isWrong({ typed: "zzz", word: undefined, near: [] }, true, false, words));
});

test("two words that changed places are refused before any request", async () => {
  const swapped = [nine[1], nine[0], ...nine.slice(2)].join(" ");
  const reading = await readTyped(swapped, words);
  assert.ok("slips" in reading && reading.slips[0]?.code === "receipt_order");
});

test("eight words are not enough", async () => {
  const reading = await readTyped(nine.slice(1).join(" "), words);
  assert.ok("slips" in reading && reading.slips.some((slip) => slip.code === "receipt_count"));
});
