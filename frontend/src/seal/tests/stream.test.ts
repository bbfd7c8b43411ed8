/** Stories of a stream: who can read, and what is noticed when the server shows something else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CAMILLE, CASE, CELL, DRAFT, INES, INST, judge, LEA, MARC, NORA, PAUL, SAID, TEAM, versions, type Line } from "./cast.ts";
import { followDirectories } from "../directory.ts";
import { b64, hex, random, unb64, type Bytes } from "../fields.ts";
import { openGrants } from "../grants.ts";
import { sealItem } from "../items.ts";
import { firstRecord, keyCommitment, nextRecord, readRecord, signRecord, type Judge } from "../records.ts";
import { readStream, type Seen } from "../stream.ts";
import { changeReaders, compose, openStream, say, type NewReaders } from "../testimony.ts";
import { unwireRecord, wireGrant, wireItem, wireRecord, type StreamAsRead } from "../wire.ts";
import { grant } from "../grants.ts";
import type { Keys } from "../identity.ts";
import type { Directory } from "../directory.ts";

const law = await judge();
const directory = law.directories[0] as Directory;
const { deposit, opened } = await compose(DRAFT, { directory, kind: "conversation", excluded: [PAUL.keys.fpr], said: SAID });
const first: StreamAsRead = opened.wire;

const read = (wire: StreamAsRead, keys: Keys, seen?: Seen, by: Judge = law) => readStream(wire, { keys, judge: by, ...(seen && { seen }) });
const codes = async (wire: StreamAsRead, keys: Keys, seen?: Seen, by: Judge = law) =>
  (await read(wire, keys, seen, by)).problems.map(({ code, what }) => `${what} ${code}`);

async function saying(wire: StreamAsRead, author: Keys, text: string, by = law): Promise<StreamAsRead> {
  const stream = await read(wire, author, undefined, by);
  const { epoch } = stream.records.at(-1)?.record as { epoch: number };
  const place = { inst: INST, case: CASE, stream: wire.stream };
  const items = await say(author, { place, epoch, sk: stream.keys.get(epoch) as Bytes, items: stream.items }, [{ kind: "message", body: { text } }]);
  return { ...wire, items: [...wire.items, ...items.map(wireItem)] };
}

async function changing(wire: StreamAsRead, author: Keys, n: NewReaders, by = law): Promise<StreamAsRead> {
  const { records, grants } = await changeReaders(author, await read(wire, author, undefined, by), by, n);
  return { ...wire, records: [...wire.records, ...records], grants: [...wire.grants, ...grants] };
}

test("Camille and those she did not put aside read the same thing", async () => {
  for (const keys of [CAMILLE.keys, INES.keys, MARC.keys, LEA.keys]) {
    const stream = await read(first, keys);
    assert.deepEqual(stream.problems, []);
    assert.deepEqual(stream.items.map((item) => item.said), SAID);
  }
});

test("Paul, whom she put aside, and Nora of another school, read nothing", async () => {
  for (const keys of [PAUL.keys, NORA.keys]) {
    const stream = await read(first, keys);
    assert.deepEqual(stream.items, []);
    assert.equal(stream.keys.size, 0);
  }
});

test("nothing of what she wrote is in the request, nor the receipt", () => {
  const sent = JSON.stringify(deposit);
  const clear = Buffer.concat([...sent.matchAll(/"([A-Za-z0-9_-]{40,})"/g)].map(([, blob]) => Buffer.from(blob as string, "base64url")));
  for (const word of ["soirée", "concerned", "croiser"]) {
    assert.ok(!sent.includes(word) && !clear.includes(word));
  }
});

test("a member cannot give access back to someone put aside", async () => {
  const readers = [CAMILLE.keys, INES.keys, MARC.keys, LEA.keys, PAUL.keys];
  await assert.rejects(changing(first, INES.keys, { reason: "add", readers }), { code: "excluded" });
  await assert.rejects(changing(first, INES.keys, { reason: "add", readers, excluded: [] }), { code: "excluded" });
  const taken = await changing(first, CAMILLE.keys, { reason: "add", readers, excluded: [] });
  assert.deepEqual((await read(taken, PAUL.keys)).items.length, 2);
});

test("someone put aside in the conversation is not let into the members' notes", async () => {
  const notes = await openStream(INES.keys, { inst: INST, case: CASE, kind: "internal", directory, readers: [MARC.keys, PAUL.keys], said: [] });
  assert.deepEqual(await codes(notes.wire, MARC.keys), []);
  assert.deepEqual(await codes(notes.wire, MARC.keys, undefined, { ...law, excluded: [PAUL.keys.fpr] }), ["record excluded"]);
});

/** Léa has left the list of members, then come back to it. */
const without = (...gone: Line[]) => TEAM.filter((line) => !gone.includes(line));
const [ines, , , lea] = TEAM as [Line, Line, Line, Line];
const left = await judge(TEAM, without(lea));
const returned = await judge(TEAM, without(lea), TEAM);

test("someone who left cannot read what follows, and someone who comes reads the past", async () => {
  let wire = await changing(first, MARC.keys, { reason: "remove", readers: [CAMILLE.keys, INES.keys, MARC.keys] }, left);
  wire = await saying(wire, CAMILLE.keys, "Sans Léa.", left);
  assert.deepEqual(await codes(wire, LEA.keys, undefined, left), ["item not_granted"]);
  assert.equal((await read(wire, LEA.keys, undefined, left)).items.length, 2);
  const back = await changing(wire, MARC.keys, { reason: "add", readers: [CAMILLE.keys, INES.keys, MARC.keys, LEA.keys] }, returned);
  assert.equal((await read(back, LEA.keys, undefined, returned)).items.length, 3);
  const fresh = { ...back, grants: back.grants.filter(({ record }) => record === 2) };
  assert.equal((await read(fresh, LEA.keys, undefined, returned)).items.length, 3);
});

test("Marc cannot put Léa aside, nor leave her out, while she listens: only Camille can", async () => {
  const readers = [CAMILLE.keys, INES.keys, MARC.keys];
  const aside = [PAUL.keys.fpr, LEA.keys.fpr];
  await assert.rejects(changing(first, MARC.keys, { reason: "remove", readers }), { code: "excluded" });
  await assert.rejects(changing(first, MARC.keys, { reason: "remove", readers, excluded: aside }), { code: "excluded" });
  await assert.rejects(changing(first, CAMILLE.keys, { reason: "remove", readers }), { code: "excluded" });
  const put = await changing(first, CAMILLE.keys, { reason: "remove", readers, excluded: aside });
  assert.deepEqual(await codes(put, INES.keys), []);
});

test("notes are closed to Léa when Camille put her aside, and not when a member says so", async () => {
  const begun = { inst: INST, case: CASE, kind: "internal" as const, directory, readers: [MARC.keys, LEA.keys], said: [] };
  const { wire } = await openStream(INES.keys, begun);
  const closing = { reason: "remove" as const, readers: [INES.keys, MARC.keys], excluded: [LEA.keys.fpr] };
  const hers: Judge = { ...law, everAside: new Set([LEA.keys.fpr]) };
  const nobody: Judge = { ...law, everAside: new Set() };
  await assert.rejects(changing(wire, MARC.keys, closing, nobody), { code: "excluded" });
  const closed = await changing(wire, MARC.keys, closing, hers);
  assert.deepEqual(await codes(closed, INES.keys, undefined, hers), []);
  assert.deepEqual(await codes(closed, INES.keys, undefined, nobody), ["record excluded"]);
});

test("someone who comes without the past reads only what follows", async () => {
  const [away, again] = [await judge(TEAM, without(ines)), await judge(TEAM, without(ines), TEAM)];
  let wire = await changing(first, MARC.keys, { reason: "remove", readers: [CAMILLE.keys, MARC.keys, LEA.keys] }, away);
  const readers = [CAMILLE.keys, MARC.keys, LEA.keys, INES.keys];
  const forgotten = { ...wire, grants: wire.grants.filter((one) => one.recipient !== INES.keys.fpr) };
  wire = await changing(forgotten, MARC.keys, { reason: "add", readers, past: false }, again);
  wire = await saying(wire, CAMILLE.keys, "Bonjour Inès.", again);
  assert.deepEqual((await read(wire, INES.keys, undefined, again)).items.map((item) => item.said.body), [{ text: "Bonjour Inès." }]);
});

test("a key that the server knows cannot be planted", async () => {
  const sk = random(32);
  const record = await readRecord(unwireRecord(first.records[0] as { body: string; sig: string }));
  const planted = { ...record, record: { ...record.record, kc: await keyCommitment(record.record, 0, sk) } };
  await assert.rejects(grant(CAMILLE.keys, INES.keys, record, sk), { code: "wrong_key" });
  const blob = await grant(CAMILLE.keys, INES.keys, planted, sk);
  const wire = { ...first, grants: [wireGrant(record, INES.keys.fpr, blob)] };
  assert.deepEqual(await codes(wire, INES.keys), ["grant wrong_key", "grant not_granted", "item not_granted", "item not_granted"]);
});

test("a record that the server signs itself is refused, and what stood before it still reads", async () => {
  const before = await readRecord(unwireRecord(first.records[0] as { body: string; sig: string }));
  const forged = await signRecord(NORA.keys, { ...before.record, number: 1, prev: before.hash, author: NORA.keys.fpr, reason: "add" });
  const asInes = { ...forged, record: { ...forged.record, author: INES.keys.fpr } };
  for (const one of [forged, asInes]) {
    const stream = await read({ ...first, records: [...first.records, wireRecord(one)] }, INES.keys);
    assert.deepEqual(stream.problems.map((p) => `${p.what} ${p.which} ${p.code}`), ["record 1 record_chain"]);
    assert.equal(stream.items.length, 2);
  }
});

test("someone outside the list of members cannot be granted", async () => {
  const sk = random(32);
  const place = { inst: INST, case: CASE, stream: hex(random(16)) };
  const granted = [CAMILLE.keys.fpr, NORA.keys.fpr];
  const record = await firstRecord(CAMILLE.keys, { place, kind: "conversation", sk, directory: 1, granted, time: 1 });
  const wire = { stream: place.stream, kind: "conversation" as const, records: [wireRecord(record)], grants: [], items: [] };
  assert.deepEqual(await codes(wire, CAMILLE.keys), ["record not_granted"]);
});

test("the same key cannot stay when someone leaves, nor change when nobody does", async () => {
  const before = await readRecord(unwireRecord(first.records[0] as { body: string; sig: string }));
  const held = opened.sk;
  const change = { directory: 1, time: 1 } as const;
  const stays = await nextRecord(MARC.keys, before, { ...change, reason: "remove", sk: held, granted: [CAMILLE.keys.fpr, MARC.keys.fpr] });
  const kept = await signRecord(MARC.keys, { ...stays.record, epoch: 0, kc: before.record.kc });
  const changed = await nextRecord(MARC.keys, before, { ...change, reason: "add", sk: random(32), granted: before.record.granted });
  for (const one of [kept, changed]) {
    assert.deepEqual(await codes({ ...first, records: [...first.records, wireRecord(one)] }, INES.keys), ["record record_chain"]);
  }
});

test("a stream shown under another case, or another stream, is refused", async () => {
  const other = { ...law, place: { inst: INST, case: hex(random(16)) } };
  assert.ok((await codes(first, INES.keys, undefined, other)).every((code) => /wrong_place/.test(code)));
  assert.ok((await codes({ ...first, stream: hex(random(16)) }, INES.keys)).includes("record wrong_place"));
});

test("what is hidden, cut, swapped, repeated or changed is said, item by item", async () => {
  const wire = await saying(await saying(first, INES.keys, "Bonjour."), CAMILLE.keys, "Merci.");
  const whole = await read(wire, CAMILLE.keys);
  assert.deepEqual(whole.problems, []);
  const seen = whole.seen as Seen;
  const [a, b, c, d] = wire.items as [StreamAsRead["items"][0], StreamAsRead["items"][0], StreamAsRead["items"][0], StreamAsRead["items"][0]];
  assert.deepEqual(await codes({ ...wire, items: [a, b, c] }, CAMILLE.keys), []);
  assert.deepEqual(await codes({ ...wire, items: [a, b, c] }, CAMILLE.keys, seen), ["whole missing_item"]);
  assert.deepEqual(await codes({ ...wire, items: [a, b, d] }, CAMILLE.keys), ["whole missing_item"]);
  assert.deepEqual(await codes({ ...wire, items: [b, c, d] }, CAMILLE.keys), ["whole missing_item", "whole missing_item"]);
  assert.deepEqual(await codes({ ...wire, items: [d, b, a, c] }, CAMILLE.keys), []);
  assert.deepEqual((await read({ ...wire, items: [d, b, a, c] }, CAMILLE.keys)).items.map((i) => i.hash), whole.items.map((i) => i.hash));
  assert.deepEqual(await codes({ ...wire, items: [a, b, c, d, c] }, CAMILLE.keys), ["whole wrong_place"]);
  const boxes = unb64(b.box);
  boxes[boxes.length - 1] = (boxes[boxes.length - 1] as number) ^ 1;
  const altered = await read({ ...wire, items: [a, { ...b, box: b64(boxes) }, c, d] }, CAMILLE.keys);
  assert.deepEqual(altered.problems.map((p) => `${p.what} ${p.code}`), ["item altered", "whole missing_item"]);
  assert.equal(altered.problems[0]?.which, whole.items[1]?.header.item);
  assert.equal(altered.items.length, 3);
  assert.deepEqual(await codes({ ...wire, items: [{ hdr: a.hdr, box: b.box }, b, c, d] }, CAMILLE.keys), ["item wrong_key", "whole missing_item"]);
});

test("an earlier state of the records is noticed by who remembers", async () => {
  const wire = await changing(first, MARC.keys, { reason: "rekey", readers: [CAMILLE.keys, INES.keys, MARC.keys, LEA.keys] });
  const { seen } = await read(wire, CAMILLE.keys);
  assert.deepEqual(await codes({ ...wire, records: wire.records.slice(0, 1) }, CAMILLE.keys, seen), ["record record_chain", "grant record_chain"]);
});

test("an item by someone who could not write there is refused", async () => {
  const at = { inst: INST, case: CASE, stream: first.stream, epoch: 0, seq: 0, parents: [] };
  for (const keys of [PAUL.keys, NORA.keys]) {
    const item = await sealItem(keys, opened.sk, at, { kind: "message", body: { text: "Retire ta plainte." } });
    const stream = await read({ ...first, items: [...first.items, wireItem(item)] }, INES.keys);
    assert.deepEqual(stream.problems.map((p) => p.code), ["wrong_place"]);
    assert.equal(stream.items.length, 2);
  }
});

test("a text typed with a broken emoji can be sealed and read", async () => {
  const item = await sealItem(CAMILLE.keys, opened.sk, { inst: INST, case: CASE, stream: first.stream, epoch: 0, seq: 0, parents: [] }, {
    kind: "message",
    body: { text: "coupé \ud83d" },
  });
  const stream = await read({ ...first, items: [wireItem(item)] }, INES.keys);
  assert.deepEqual(stream.items[0]?.said.body, { text: "coupé \ufffd" });
});

test("many grants are opened in steps, and the page keeps its turn", async () => {
  const records = [await readRecord(unwireRecord(first.records[0] as { body: string; sig: string }))];
  const blob = unb64(first.grants.find((one) => one.recipient === INES.keys.fpr)?.blob as string);
  const one = { granter: CAMILLE.keys, records, number: 0, blob };
  let turns = 0;
  const clock = setInterval(() => turns++, 1);
  const steps: number[] = [];
  const results = await openGrants(INES.keys, [...Array.from({ length: 60 }, () => one), { ...one, blob: blob.slice(0, 40) }], (done) => steps.push(done));
  clearInterval(clock);
  assert.equal(results.filter((result) => "keys" in result).length, 60);
  assert.deepEqual(results.at(-1), { code: "altered" });
  assert.equal(steps.at(-1), 61);
  assert.ok(turns > 1 && steps.length > 2);
});

test("a directory is refused when older, unsigned, signed by another, or with another past", async () => {
  const cell = { inst: INST, cell: CELL };
  const wires = await versions(TEAM, TEAM.slice(0, 3), TEAM);
  const known = await followDirectories(wires, cell);
  const seen = { version: 3, hash: known[2]?.hash as string };
  await followDirectories(wires, cell, seen);
  await assert.rejects(followDirectories(wires.slice(0, 2), cell, seen), { code: "directory_older" });
  await assert.rejects(followDirectories([wires[0], wires[2]] as typeof wires, cell), { code: "directory_signature" });
  await assert.rejects(followDirectories([{ ...wires[0], signatures: [] } as (typeof wires)[0]], cell), { code: "directory_signature" });
  const others = await versions(TEAM, TEAM.slice(1));
  await assert.rejects(followDirectories(others, cell, { version: 2, hash: known[1]?.hash as string }), { code: "directory_signature" });
  await assert.rejects(followDirectories(wires, { ...cell, cell: INST }), { code: "wrong_place" });
});
