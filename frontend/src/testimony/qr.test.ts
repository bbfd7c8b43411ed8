import assert from "node:assert/strict";
import { test } from "node:test";
import { qr, SIDE } from "./qr.ts";

const rows = (text: string) => qr(text).map((row) => parseInt(row.map(Number).join(""), 2).toString(16)).join(" ");

// Made by segno: version 1, error M, mode alphanumeric, mask 0, no boost.
const KNOWN = {
  "0123456789ABCDEFGH":
    "1fcc7f 105941 174d5d 174d5d 175d5d 104d41 1fd57f 700 154a12 1936d8 b49d5 d16ce 1d5519 18de 1fc571 104bc8 175600 174b36 1758c1 104b23 1fd545",
  ZZZZZZZZZZZZZZZZZZ:
    "1fcc7f 105541 17455d 174f5d 17515d 104141 1fd57f b00 154612 b8ee7 1de1e4 f0e3e 1efdcf 1fe3 1fc0ff 104abc 17573c 174bca 1757b1 104cbf 1fd319",
};

test("a code is the one that a known encoder draws", () => {
  for (const [text, drawn] of Object.entries(KNOWN)) assert.equal(rows(text), drawn);
});

test("every module is drawn", () => {
  assert.ok(qr("0123456789ABCDEFGH").every((row) => row.length === SIDE && row.every((dark) => typeof dark === "boolean")));
});

test("what does not fit is refused", () => {
  assert.throws(() => qr("abc"), RangeError);
  assert.throws(() => qr("A".repeat(21)), RangeError);
});
