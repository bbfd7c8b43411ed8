/** What a file is, whatever it says: nothing that could be read as a page is ever drawn. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesFrom, dice } from "../seal/tests/cast.ts";
import { kindOf } from "./kinds.ts";

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const TYPE = /^(image\/(png|jpeg|gif|webp|avif)|audio\/(mp4|wav|ogg|webm|flac|mpeg|aac)|video\/(mp4|ogg|webm)|application\/(pdf|octet-stream))$/;

test("what people send is known by its first bytes", () => {
  const known: [string, string, string][] = [
    ["\x89PNG\r\n\x1a\n", "", "image/png"],
    ["\xff\xd8\xff\xe0", "", "image/jpeg"],
    ["GIF89a", "", "image/gif"],
    ["RIFF\0\0\0\0WEBP", "", "image/webp"],
    ["RIFF\0\0\0\0WAVE", "", "audio/wav"],
    ["\0\0\0\x20ftypM4A ", "audio/mp4", "audio/mp4"],
    ["\0\0\0\x20ftypisom", "video/mp4", "video/mp4"],
    ["\0\0\0\x20ftypavif", "", "image/avif"],
    ["OggS", "audio/ogg", "audio/ogg"],
    ["\x1aE\xdf\xa3", "audio/webm;codecs=opus", "audio/webm"],
    ["ID3\x04", "", "audio/mpeg"],
    ["\xff\xfb\x90", "", "audio/mpeg"],
    ["%PDF-1.7", "", "application/pdf"],
  ];
  for (const [head, said, type] of known) assert.equal(kindOf(bytes(head), said).type, type);
});

test("a page, a drawing or a sheet of a spreadsheet is only saved, whatever it says of itself", () => {
  for (const head of ["<!doctype html>", "<svg xmlns=", "<?xml version", "PK\x03\x04", "MZ", " %PDF-", "", "RIFF\0\0\0\0AVI ", "\0\0\0\x20ftypheic"]) {
    for (const said of ["image/png", "application/pdf", "audio/mpeg", "text/html"]) assert.equal(kindOf(bytes(head), said).kind, "other");
  }
});

test("whatever the bytes and the claim, the type given to the browser is one of ours", () => {
  const roll = dice(11);
  const claims = ["", "text/html", "image/svg+xml", "audio/x\"><script>", "video/mp4"];
  for (let i = 0; i < 20_000; i++) {
    const head = bytesFrom(roll, roll(33));
    assert.match(kindOf(head, claims[roll(claims.length)]).type, TYPE);
    const page = Uint8Array.of(0x3c, ...head);
    if (String.fromCharCode(...page.subarray(4, 8)) !== "ftyp") assert.equal(kindOf(page, "image/png").kind, "other");
  }
});
