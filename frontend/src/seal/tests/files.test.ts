/** Files: the same bytes when an upload is resumed, and nothing accepted that is not whole. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesFrom, CASE, dice, INST } from "./cast.ts";
import { CHUNK, HEAD, TAG } from "../envelope.ts";
import { hex, random, sha256, type Bytes } from "../fields.ts";
import { fileHash, makeFileKey, manifest, openFile, PART, partsOf, sealedSize, sealParts, type Part } from "../files.ts";

const where = { inst: INST, case: CASE };

async function all<T>(of: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of of) found.push(one);
  return found;
}

async function opened(parts: readonly Part[], said: Awaited<ReturnType<typeof manifest>>): Promise<Bytes> {
  const pieces = await all(openFile(where, said, async (n) => parts[n]?.bytes ?? new Uint8Array(0)));
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** The size in clear whose sealed size is exactly `sealed`, if any. */
function sizeFor(sealed: number): number {
  const full = Math.floor((sealed - HEAD) / (CHUNK + TAG));
  return sealed - HEAD - (full + 1) * TAG;
}

const edges = [0, 1, CHUNK - 1, CHUNK, 3 * CHUNK + 7, sizeFor(PART) - 1, sizeFor(PART), sizeFor(PART) + 1, sizeFor(2 * PART), 2 * PART];

for (const size of edges) {
  test(`a file of ${size} bytes comes back, and a resumed upload gives the same bytes`, async () => {
    const blob = new Blob([new Uint8Array(size).map((_, i) => (i * 31) & 255)], { type: "image/jpeg" });
    const key = makeFileKey();
    const parts = await all(sealParts(where, key, blob));
    assert.equal(parts.length, partsOf(size));
    assert.equal(parts.reduce((total, part) => total + part.bytes.length, 0), sealedSize(size));
    assert.ok(parts.slice(0, -1).every((part) => part.bytes.length === PART));
    for (const part of parts) assert.equal(part.sha256, hex(await sha256(part.bytes)));
    const resumed = await all(sealParts(where, key, blob, parts.length - 1));
    assert.deepEqual(resumed.map((part) => part.sha256), parts.slice(-1).map((part) => part.sha256));
    const back = await opened(parts, await manifest(key, blob, "photo.jpg"));
    assert.equal(hex(await sha256(back)), await fileHash(blob));
  });
}

test("a file too large for the device at once is hashed piece by piece, to the same", async () => {
  class Vast extends Blob {
    override arrayBuffer(): Promise<ArrayBuffer> {
      return Promise.reject(new RangeError("no room"));
    }
  }
  const bytes = new Uint8Array(3 * 1024 * 1024 + 5).fill(7);
  const done: number[] = [];
  assert.equal(await fileHash(new Vast([bytes]), (at) => done.push(at)), hex(await sha256(bytes)));
  assert.deepEqual(done, [1, 2, 3].map((mib) => mib * 1024 * 1024).concat(bytes.length));
});

test("a file that is cut, reordered, changed or another's is refused", async () => {
  const roll = dice(7);
  const blob = new Blob([random(60_000), new Uint8Array(2 * PART)]);
  const key = makeFileKey();
  const parts = await all(sealParts(where, key, blob));
  const said = await manifest(key, blob, "vidéo.mp4");
  const [a, b, c] = parts as [Part, Part, Part];
  await assert.rejects(opened([a, b], said), { code: "altered" });
  await assert.rejects(opened([b, a, c], said), (error: Error & { code: string }) => ["wrong_key", "unknown_version"].includes(error.code));
  await assert.rejects(opened([a, c, b], said), { code: "altered" });
  const changed = a.bytes.slice();
  const at = HEAD + roll(PART - HEAD);
  changed[at] = (changed[at] as number) ^ 4;
  await assert.rejects(opened([{ ...a, bytes: changed }, b, c], said), { code: "altered" });
  await assert.rejects(opened(parts, { ...said, body: { ...said.body, file: hex(random(16)) } }), { code: "wrong_key" });
  await assert.rejects(opened(parts, { ...said, body: { ...said.body, sha256: hex(bytesFrom(roll, 32)) } }), { code: "altered" });
  await assert.rejects(opened(parts, { ...said, body: { ...said.body, parts: 2 } }), { code: "malformed" });
});
