/** Camille comes back, and the list of who may read no longer follows from what she signed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CAMILLE, CASE, CELL, DRAFT, INES, INST, judge, LEA, MARC, PAUL, SAID, TEAM, versions } from "../seal/tests/cast.ts";
import { readStream } from "../seal/stream.ts";
import type { StreamAsRead, WireGrant, WireRecord } from "../seal/wire.ts";
import type { Said } from "../seal/bodies.ts";
import { followDirectories, type Directory } from "../seal/directory.ts";
import { compose } from "../seal/testimony.ts";
import { NotDone, type Api } from "./api.ts";
import { Mailbox, type Thread } from "./mailbox.ts";

const directories = await versions(TEAM);
const directory = (await followDirectories(directories, { inst: INST, cell: CELL }))[0] as Directory;

/** Her mailbox as the server shows it; with a record too many if it tampers. */
async function mailbox(kind: "conversation" | "private", tampered: boolean): Promise<Mailbox> {
  const { receipt, deposit } = await compose(DRAFT, { directory, kind, excluded: [], said: SAID });
  const [wire] = deposit.streams;
  assert.ok(wire);
  const records = tampered ? [...wire.records, ...wire.records] : wire.records;
  const given = { ...deposit, stage: "kept", steps: [], streams: [{ ...wire, records }], directories, promise: {}, proof: null, checkpoint: null };
  const api = { post: () => Promise.resolve(given) } as unknown as Api;
  return Mailbox.open({ inst: INST, cell: CELL, log: "", directories }, api, receipt);
}

test("while the list holds, she writes, and sends what she kept", async () => {
  const talk = await mailbox("conversation", false);
  assert.equal((await talk.prepare(talk.conversation as Thread, "Encore moi.", [])).items.length, 1);
  const kept = await mailbox("private", false);
  assert.equal((await kept.prepare(kept.private as Thread, "Pour moi.", [])).items.length, 1);
  assert.equal((await kept.transmission([])).kind, "conversation");
});

test("nothing is sealed for a list of readers that does not hold", async () => {
  const talk = await mailbox("conversation", true);
  assert.equal(talk.conversation?.read.items.length, SAID.length, "she still reads what is sound");
  await assert.rejects(talk.prepare(talk.conversation as Thread, "Qui me lit ?", []), { code: "record_chain" });
  const kept = await mailbox("private", true);
  await assert.rejects(kept.prepare(kept.private as Thread, "Qui me lit ?", []), { code: "record_chain" });
  await assert.rejects(kept.transmission([]), { code: "record_chain" });
});

/** What she sent from the page without JavaScript, and a server that keeps what her browser then sends; `down` once: it does not answer. */
async function fromThePlainPage(kind: "conversation" | "private", answers: ("down" | "up")[] = []) {
  const said = SAID.map((one) => (one.kind === "testimony" ? { ...one, body: { ...one.body, sealed_by: "server" } } : one)) as Said[];
  const { receipt, deposit } = await compose(DRAFT, { directory, kind, excluded: [PAUL.keys.fpr], said });
  const stream = deposit.streams[0] as StreamAsRead & { records: WireRecord[]; grants: WireGrant[] };
  const given = { ...deposit, stage: "kept", steps: [], directories, promise: {}, proof: null, checkpoint: null };
  const sent: string[] = [];
  const post = (path: string, body: { records: WireRecord[]; grants: WireGrant[] }) => {
    if (path !== "revenir/acces") return Promise.resolve(structuredClone(given));
    if (answers.shift() === "down") return Promise.reject(new NotDone("unreachable"));
    sent.push(path);
    stream.records.push(...body.records);
    stream.grants.push(...body.grants);
    return Promise.resolve(undefined);
  };
  const api = { post } as unknown as Api;
  return { stream, sent, open: () => Mailbox.open({ inst: INST, cell: CELL, log: "", directories }, api, receipt) };
}

for (const kind of ["conversation", "private"] as const) {
  test(`after the page without JavaScript, her browser makes a new key once (${kind})`, async () => {
    const { open, sent, stream } = await fromThePlainPage(kind);
    const mailbox = await open();
    assert.equal(mailbox.keyFromServer, true);
    await mailbox.renew();
    await mailbox.renew();
    assert.deepEqual([sent.length, mailbox.keyFromServer, mailbox.problems], [1, false, []]);
    const again = await open();
    await again.renew();
    assert.equal(sent.length, 1);
    const thread = again.threads[0] as Thread;
    assert.equal(thread.read.items.length, SAID.length, "nothing is lost");
    assert.notDeepEqual(thread.read.keys.get(0), thread.read.keys.get(1));
    const { items } = await again.prepare(thread, "Encore moi.", []);
    for (const reader of kind === "private" ? [CAMILLE] : [CAMILLE, INES, MARC, LEA]) {
      const known = new Map(kind === "private" ? [[0, CAMILLE.privateKey]] : []);
      const wire = { ...stream, items: [...stream.items, ...items] };
      const read = await readStream(wire, { keys: reader.keys, judge: await judge(), known });
      assert.deepEqual([read.problems, read.items.length], [[], SAID.length + 1]);
    }
    assert.equal((await readStream(stream, { keys: PAUL.keys, judge: await judge() })).keys.size, 0, "who was put aside stays so");
    assert.equal(again.where.case, CASE);
  });
}

test("when the network breaks, everything stays as it was, and the next visit makes the key", async () => {
  const { open, sent } = await fromThePlainPage("conversation", ["down"]);
  const mailbox = await open();
  await assert.rejects(mailbox.renew(), { code: "unreachable" });
  assert.deepEqual([mailbox.keyFromServer, mailbox.problems], [true, []]);
  assert.equal((await mailbox.prepare(mailbox.conversation as Thread, "Toujours là.", [])).items.length, 1);
  await (await open()).renew();
  assert.equal(sent.length, 1);
});

test("what her own browser sealed has its key already", async () => {
  const mine = await mailbox("conversation", false);
  assert.deepEqual([mine.sealedByServer, mine.keyFromServer], [false, false]);
});

test("somebody left the cell, and no colleague has changed the key since: what she writes is closed to them", async () => {
  const { receipt, deposit } = await compose(DRAFT, { directory, kind: "conversation", excluded: [], said: SAID });
  const stream = deposit.streams[0] as StreamAsRead & { records: WireRecord[]; grants: WireGrant[] };
  const since = await versions(TEAM, TEAM.filter(({ member }) => member !== PAUL));
  const given = { ...deposit, stage: "kept", steps: [], directories: since, promise: {}, proof: null, checkpoint: null };
  const post = (path: string, body: { records: WireRecord[]; grants: WireGrant[] }) => {
    if (path !== "revenir/acces") return Promise.resolve(structuredClone(given));
    stream.records.push(...body.records);
    stream.grants.push(...body.grants);
    return Promise.resolve(undefined);
  };
  const talk = await Mailbox.open({ inst: INST, cell: CELL, log: "", directories: since }, { post } as unknown as Api, receipt);
  const wire = { ...stream, items: [...stream.items, ...(await talk.prepare(talk.conversation as Thread, "Sans lui.", [])).items] };
  assert.equal(stream.records.length, 2);
  const law = await judge(TEAM, TEAM.filter(({ member }) => member !== PAUL));
  for (const member of [CAMILLE, INES, MARC, LEA]) {
    const read = await readStream(wire, { keys: member.keys, judge: law });
    assert.deepEqual([read.problems, read.items.length], [[], SAID.length + 1]);
  }
  const his = await readStream(wire, { keys: PAUL.keys, judge: law });
  assert.deepEqual([...his.keys.keys()], [0]);
  assert.equal(his.items.length, SAID.length);
  await talk.prepare(talk.conversation as Thread, "Encore.", []);
  assert.equal(stream.records.length, 2, "once is enough");
});
