/** A server that tampers gives this browser an older keyring, an empty one, or another history of the directory. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CELL, fixed, INES, INST, LEA, TEAM, versions } from "../seal/tests/cast.ts";
import type { DirectoryWire } from "../seal/directory.ts";
import { b64, hex } from "../seal/fields.ts";
import { emptyKeyring, sealKeyring, type Left, type Member } from "../seal/member.ts";
import { acknowledge, beginAnew, cellOf, forgetKeyring, keyringOf, lastLeft, rememberKeys, rememberLeft, saveKeyring } from "./keyring.ts";

const USER = hex(fixed("user", 16));
const STREAM = hex(fixed("stream", 16));
const [first, second] = (await versions(TEAM, TEAM.slice(0, 3))) as [DirectoryWire, DirectoryWire];
const others = await versions(TEAM.slice(0, 2), TEAM.slice(0, 3), TEAM);

let server: { counter: number; keyring: string; directory: number; directories: DirectoryWire[] };
const shelves = new Map<string, Map<string, unknown>>();

function answered(result: unknown): object {
  const request = { result, onsuccess: () => undefined };
  queueMicrotask(() => request.onsuccess());
  return request;
}

const shelf = (name: string) => {
  const kept = shelves.get(name) ?? new Map<string, unknown>();
  shelves.set(name, kept);
  return { get: (key: string) => answered(kept.get(key)), put: (value: unknown, key: string) => answered(kept.set(key, structuredClone(value))) };
};

function doors(path: string, { method, body }: RequestInit): Response {
  const asked = new URL(path, "https://cell.test/");
  if (asked.pathname.endsWith("annuaire")) {
    return Response.json({ directories: server.directories.slice(Number(asked.searchParams.get("after"))) });
  }
  if (method === "PUT") {
    const { counter, blob } = JSON.parse(body as string) as { counter: number; blob: string };
    if (counter !== server.counter + 1) return Response.json({ code: "stale" }, { status: 409 });
    Object.assign(server, { counter, keyring: blob });
    return new Response(null, { status: 204 });
  }
  if (Number(asked.searchParams.get("have") ?? -1) === server.counter) return new Response(null, { status: 204 });
  return Response.json({ counter: server.counter, keyring: server.keyring });
}

const said = () => JSON.stringify({ inst: INST, user: USER, cell: CELL, api: "/", directory: server.directory, vault: null });
Object.assign(globalThis, {
  document: { getElementById: () => ({ textContent: said() }), cookie: "" },
  indexedDB: { open: () => answered({ transaction: (name: string) => ({ objectStore: () => shelf(name) }) }) },
  fetch: (path: string, sent: RequestInit) => Promise.resolve(doors(path, sent)),
});

/** Inès has opened a testimony and met the directory; her browser keeps the keyring she last made, then loads another page. */
async function works(member: Member): Promise<void> {
  await rememberKeys(member, STREAM, new Map([[0, fixed("a stream key")]]));
  const cell = await cellOf(member);
  if (cell) await acknowledge(member, cell.directory);
  await saveKeyring(true);
  forgetKeyring();
}

beforeEach(() => {
  forgetKeyring();
  shelves.clear();
  server = { counter: 0, keyring: "", directory: 2, directories: [first, second] };
});

test("what she keeps is there on the next page", async () => {
  await works(INES);
  const { ring, counter } = await keyringOf(INES);
  assert.equal(counter, 1);
  assert.equal(ring.directories.get(CELL)?.version, 2);
  assert.ok(ring.streams.has(STREAM));
});

test("an empty keyring in place of hers is refused, and nothing is taken from it", async () => {
  await works(INES);
  const kept = structuredClone(shelves);
  for (const counter of [0, 2]) {
    Object.assign(server, { counter, keyring: "" });
    await assert.rejects(keyringOf(INES), { code: "altered" });
    await assert.rejects(cellOf(INES), { code: "altered" });
  }
  assert.deepEqual(shelves, kept);
});

test("an older keyring, true as it was, is refused", async () => {
  await works(INES);
  const { counter, keyring } = server;
  await works(INES);
  Object.assign(server, { counter, keyring });
  await assert.rejects(keyringOf(INES), { code: "altered" });
});

test("a counter nobody sealed does not make the true keyring look old", async () => {
  await works(INES);
  const { counter, keyring } = server;
  Object.assign(server, { counter: 99, keyring });
  await assert.rejects(keyringOf(INES), { code: "wrong_key" });
  Object.assign(server, { counter, keyring });
  assert.equal((await keyringOf(INES)).counter, 1);
});

test("a backup was restored: told, she begins anew, and goes on from there", async () => {
  await works(INES);
  const { counter, keyring } = server;
  await works(INES);
  await works(INES);
  Object.assign(server, { counter, keyring });
  await assert.rejects(keyringOf(INES), { code: "altered" });
  await beginAnew(INES);
  forgetKeyring();
  assert.equal((await keyringOf(INES)).counter, 2);
  assert.equal((await cellOf(INES))?.directory.version, 2);
});

test("a version signed since the page came is asked for, once something names it; one that nobody signed is not made up", async () => {
  Object.assign(server, { directory: 1, directories: [first] });
  assert.equal((await cellOf(INES))?.directory.version, 1);
  server.directories = [first, second];
  assert.equal((await cellOf(INES))?.directory.version, 1);
  assert.equal((await cellOf(INES, 2))?.directory.version, 2);
  assert.equal((await cellOf(INES, 99))?.directories.length, 2);
});

const THE_CASE = hex(fixed("case", 16));
const leftAt = (number: number, ...items: string[]): Left => ({
  reporter: hex(fixed("reporter")),
  streams: new Map([[STREAM, { record: { number, hash: hex(fixed(`record ${number}`)) }, heads: items.map((name) => hex(fixed(name))).sort() }]]),
});

test("where she left a case is there on the next page, and kept once", async () => {
  await rememberLeft(INES, THE_CASE, leftAt(0, "hello"));
  await saveKeyring();
  await rememberLeft(INES, THE_CASE, leftAt(0, "hello"));
  await saveKeyring();
  assert.equal(server.counter, 1);
  forgetKeyring();
  assert.deepEqual(await lastLeft(INES, THE_CASE), leftAt(0, "hello"));
});

test("two tabs that read the same case keep what either has seen", async () => {
  await works(INES);
  const { counter } = server;
  const theirs = { ...emptyKeyring(), heads: new Map([[THE_CASE, leftAt(0, "later")]]) };
  await rememberLeft(INES, THE_CASE, leftAt(1, "hello"));
  Object.assign(server, { counter: counter + 1, keyring: b64(await sealKeyring(INES, INST, USER, counter + 1, theirs)) });
  await saveKeyring(true);
  assert.deepEqual(await lastLeft(INES, THE_CASE), leftAt(1, "hello", "later"));
});

test("of a thousand and one cases, the one left longest ago is forgotten", async () => {
  const name = (n: number) => n.toString(16).padStart(32, "0");
  for (let n = 0; n <= 1000; n++) await rememberLeft(INES, name(n), leftAt(n));
  assert.deepEqual([await lastLeft(INES, name(0)), await lastLeft(INES, name(1000))], [undefined, leftAt(1000)]);
});

test("a new vault begins a new keyring in the same browser", async () => {
  await works(INES);
  Object.assign(server, { counter: 0, keyring: "" });
  assert.equal((await keyringOf(LEA)).counter, 0);
});

test("another history of the directory, as long or longer, is refused though her keyring knows none", async () => {
  await works(INES);
  const none = await sealKeyring(INES, INST, USER, 2, emptyKeyring());
  const kept = structuredClone(shelves.get("copies")?.get(`directory:${CELL}`));
  // A page that says it is at the first version makes the browser ask for all of them again.
  Object.assign(server, { counter: 2, keyring: b64(none), directory: 1, directories: others });
  await assert.rejects(cellOf(INES), { code: "directory_signature" });
  assert.deepEqual(shelves.get("copies")?.get(`directory:${CELL}`), kept);
});
