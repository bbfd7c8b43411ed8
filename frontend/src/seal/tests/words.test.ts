/** Nine words typed by a tired hand: what is understood, and what is said when it is not. No list of people's words is needed for that. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesFrom, dice } from "./cast.ts";
import { makeReceipt, readWords, wordsOf, type Receipt } from "../receipt.ts";
import { root } from "./operations.ts";
import { drawWords, fold, nearest, splitWords, wordList } from "../words.ts";

const [consonants, vowels] = ["bcdfglmnprstv", "aeiou"];
const list = [...consonants].flatMap((a) => [...vowels].flatMap((b) => [...consonants].flatMap((c) => [...vowels].map((d) => `${a}${b}${c}${d}lin`))));
const words = wordList(`${list.slice(0, 1024).join("\n")}\n`);

test("nine words are read back whole, cut after four letters, in capitals, with accents and commas", async () => {
  const roll = dice(11);
  for (let i = 0; i < 100; i++) {
    const receipt: Receipt = await makeReceipt(bytesFrom(roll, 11));
    const nine = wordsOf(receipt, words);
    assert.equal(nine.length, 9);
    const typings = [nine.join(" "), nine.map((w) => w.slice(0, 4 + roll(3))).join("  "), nine.join(", ").toUpperCase(), ` ${nine.join("-").replaceAll("e", "é")}\n`];
    for (const typed of typings) assert.deepEqual(await readWords(typed, words), { receipt });
  }
});

test("the list that travels folded is the same list", () => {
  const kept = wordList(readFileSync(new URL("portevoix/ground/seal/words.fr.txt", root), "utf8"));
  assert.ok(fold(kept).length < kept.list.join("\n").length * 0.75);
  assert.deepEqual(wordList(fold(kept)), kept);
  assert.deepEqual(wordList(fold(words)), words);
});

test("each word that is not in the list is pointed at, with the nearest ones", async () => {
  const nine = wordsOf(await makeReceipt(new Uint8Array(11).fill(0xa5)), words);
  const typed = nine.map((word, i) => (i === 2 ? `${word.slice(0, 2)}x${word.slice(3)}` : i === 7 ? word.slice(0, 3) : word));
  const read = await readWords(typed.join(" "), words);
  assert.ok("slips" in read);
  assert.deepEqual(read.slips.map((slip) => [slip.code, "position" in slip && slip.position]), [["receipt_word", 3], ["receipt_word", 8]]);
  assert.ok(read.slips.every((slip) => "near" in slip && slip.near.length <= 3));
  const [third] = read.slips;
  assert.ok(third && "near" in third && third.near.length > 0);
});

test("too few, too many, or two words exchanged are told apart", async () => {
  const receipt = await makeReceipt(Uint8Array.from({ length: 11 }, (_, i) => 37 * i));
  const nine = wordsOf(receipt, words);
  assert.deepEqual(await readWords(nine.slice(1).join(" "), words), { slips: [{ code: "receipt_count", typed: 8 }] });
  assert.deepEqual(await readWords([...nine, nine[0]].join(" "), words), { slips: [{ code: "receipt_count", typed: 10 }] });
  const exchanged = [nine[1], nine[0], ...nine.slice(2)].join(" ");
  assert.deepEqual(await readWords(exchanged, words), { slips: [{ code: "receipt_order" }] });
});

test("letters swapped, missing or added still find the word that was meant", () => {
  assert.equal(nearest("abcalin", words)[0], "bacalin");
  assert.equal(nearest("bacalinn", words)[0], "bacalin");
  assert.equal(nearest("bacaln", words)[0], "bacalin");
  assert.deepEqual(nearest("wxyzkqh", words), []);
});

test("a typed text is split like in Python", () => {
  assert.deepEqual(splitWords("  Cœur, ÉLÉPHANT-naïf_2 l’été "), ["coeur", "elephant", "naif", "l", "ete"]);
  assert.deepEqual(splitWords(""), []);
});

test("a list that is not the list is refused", () => {
  assert.throws(() => wordList(list.slice(0, 1023).join("\n")), { code: "malformed" });
  assert.throws(() => wordList([...list.slice(0, 1023), `${list[0]}e`].join("\n")), { code: "malformed" });
});

test("words drawn for a passphrase are of the list and not always the same", () => {
  const drawn = drawWords(words);
  assert.equal(drawn.length, 6);
  assert.ok(drawn.every((word) => words.list.includes(word)));
  assert.notDeepEqual(drawn, drawWords(words));
});
