/** What is sent to browsers: the same bytes each time, small enough, and nothing that runs text as code. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { root } from "./operations.ts";

const folder = mkdtempSync(join(tmpdir(), "portevoix-bundle-"));
after(() => rmSync(folder, { recursive: true }));

function built(name: string): Map<string, Buffer> {
  const out = join(folder, name);
  execFileSync(process.execPath, [new URL("frontend/build.mjs", root).pathname], { env: { ...process.env, PORTEVOIX_BUNDLE: out } });
  return new Map(readdirSync(out).sort().map((file) => [file, readFileSync(join(out, file))]));
}

const files = built("one");
const file = (name: string) => files.get(name)?.toString() ?? assert.fail(`${name} is not built`);

test("two builds give the same bytes", () => {
  assert.deepEqual(built("two"), files);
});

test("the seal fits in what a slow telephone can fetch, and the page that speaks does not wait for it", () => {
  const sent = (name: string) => brotliCompressSync(file(name)).length;
  assert.ok(sent("seal.js") <= 28_000, `seal.js is ${sent("seal.js")} bytes`);
  assert.ok(sent("unseal.js") <= 36_000, `unseal.js is ${sent("unseal.js")} bytes`);
  for (const name of ["reporter.js", "mailbox.js"]) {
    assert.ok(!file(name).includes("portevoix/1"), `${name} holds the seal instead of loading it`);
  }
});

test("WebAssembly stays on members' pages", () => {
  assert.match(file("member.js"), /WebAssembly/);
  for (const name of ["seal.js", "unseal.js", "reporter.js", "mailbox.js", "page.js"]) assert.doesNotMatch(file(name), /WebAssembly/);
});

test("nothing in any file turns text into code or markup", () => {
  for (const [name, bytes] of files) {
    if (!name.endsWith(".js")) continue;
    assert.doesNotMatch(bytes.toString(), /\b(eval|Function|setHTMLUnsafe|insertAdjacentHTML|parseFromString)\(|\.(inner|outer)HTML\b|document\.write|\bsrcdoc\b/, name);
  }
});
