/** Camille has compared the words of those who sign; then the site says that the list has changed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { followDirectories, officersWords, signDirectory, type DirectoryWire } from "../seal/directory.ts";
import { CELL, INST, LEA, NORA, TEAM, versions, writeVersion } from "../seal/tests/cast.ts";
import { verifiedCell, type PageData, type Seal } from "./page.ts";

const seal = { followDirectories, officersWords, words: { list: Array.from({ length: 1024 }, (_, i) => `mot${i}`) } } as unknown as Seal;
const pageWith = (directories: DirectoryWire[], more: Partial<PageData> = {}) => ({ inst: INST, cell: CELL, directories, ...more }) as PageData;
const [first, second] = (await versions(TEAM, TEAM.slice(0, 3))) as [DirectoryWire, DirectoryWire];

/** Whole, well signed, with the names she knows: but nobody of them made these keys. */
async function another(length: number): Promise<DirectoryWire[]> {
  const planted = [
    { member: NORA, name: "Inès", role: "écoute" },
    { member: LEA, name: "Marc", role: "responsable", officer: true },
  ];
  const wires: DirectoryWire[] = [];
  while (wires.length < length) {
    const before = wires.length ? (await followDirectories(wires, { inst: INST, cell: CELL })).at(-1) : undefined;
    const text = await writeVersion(planted, before);
    wires.push({ version: wires.length + 1, text, signatures: [await signDirectory(LEA.keys, text)] });
  }
  return wires;
}

test("a later version of the list she has seen is shown", async () => {
  const { directory } = await verifiedCell(seal, pageWith([first]));
  assert.equal((await verifiedCell(seal, pageWith([first, second]), directory)).directory.version, 2);
});

test("another list in its place, under the same names, is refused: as long, longer, or of another cell", async () => {
  const { directory } = await verifiedCell(seal, pageWith([first]));
  for (const length of [1, 2]) {
    const planted = await another(length);
    assert.equal((await verifiedCell(seal, pageWith(planted))).directory.version, length, "who sees it first cannot know");
    await assert.rejects(verifiedCell(seal, pageWith(planted), directory), { code: "directory_signature" });
  }
  await assert.rejects(verifiedCell(seal, pageWith([first, second], { cell: "0".repeat(32) }), directory), { code: "wrong_place" });
});

test("an older one is refused too", async () => {
  const { directory } = await verifiedCell(seal, pageWith([first, second]));
  await assert.rejects(verifiedCell(seal, pageWith([first]), directory), { code: "directory_older" });
});
