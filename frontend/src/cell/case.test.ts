/** Inès opens a case that she has read before: on another page, another day, another device. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CAMILLE, CASE, CELL, DRAFT, fixed, INES, INST, judge, PAUL, SAID, TEAM } from "../seal/tests/cast.ts";
import type { Directory } from "../seal/directory.ts";
import { b64 } from "../seal/fields.ts";
import type { Left } from "../seal/member.ts";
import { writeRecord } from "../seal/records.ts";
import { reporterFrom } from "../seal/reporter.ts";
import { readStream } from "../seal/stream.ts";
import { begin, compose, say } from "../seal/testimony.ts";
import { wireItem, type StreamAsRead } from "../seal/wire.ts";
import { directoryNamed, OpenCase } from "./case.ts";

const law = await judge(TEAM);
const directory = law.directories[0] as Directory;
const speaks = async (draft = DRAFT) =>
  (await compose(draft, { directory, kind: "conversation", excluded: [PAUL.keys.fpr], said: SAID })).opened;
const first = await speaks();

async function more(text: string): Promise<StreamAsRead> {
  const read = await readStream(first.wire, { keys: CAMILLE.keys, judge: law });
  const place = { inst: INST, case: CASE, stream: first.wire.stream };
  const items = await say(CAMILLE.keys, { place, epoch: 0, sk: first.sk, items: read.items }, [{ kind: "message", body: { text } }]);
  return { ...first.wire, items: [...first.wire.items, ...items.map(wireItem)] };
}

function opens(wire: StreamAsRead, left?: Left, reporter = CAMILLE.keys): Promise<OpenCase> {
  const keys = { xwing: b64(reporter.xwing), ed25519: b64(reporter.ed25519) };
  const data = { inst: INST, cell: CELL, case: CASE, me: INES.keys.fpr, reporter: keys, streams: [wire] };
  const { directories } = law;
  return OpenCase.open({ keys: INES.keys, data, asked: CASE, directories, renewed: [], known: () => Promise.resolve(new Map()), left });
}

const troubles = ({ troubles: found }: OpenCase) => found.map(({ code, what }) => `${what} ${code}`);

test("what she saw is there, and more", async () => {
  const before = await opens(first.wire);
  const after = await opens(await more("Encore moi."), before.left);
  assert.deepEqual(troubles(after), []);
  assert.notDeepEqual(after.left, before.left);
});

test("the latest message is left out: she is told, and does not forget that it was there", async () => {
  const { left } = await opens(await more("Retenez bien ceci."));
  const cut = await opens(first.wire, left);
  assert.deepEqual(troubles(cut), ["whole missing_item"]);
  assert.deepEqual(cut.left, left);
});

test("another conversation in its place, whole, under keys that the server made: she is told", async () => {
  const { left } = await opens(first.wire);
  const draft = { ...(await begin(INST)), case: CASE, reporter: await reporterFrom(fixed("a server")) };
  const planted = (await speaks(draft)).wire;
  assert.deepEqual(troubles(await opens(planted, undefined, draft.reporter.keys)), [], "who never read it cannot know");
  const told = troubles(await opens(planted, left, draft.reporter.keys));
  assert.deepEqual(told, ["whole missing_item", "record record_chain"]);
  assert.deepEqual((await opens(planted, left, draft.reporter.keys)).left, left, "and what she knew stays");
});

test("a record that names a later version of the directory says so, so that it is asked for; what cannot be read says nothing", () => {
  assert.equal(directoryNamed({ streams: [] }), 0);
  assert.equal(directoryNamed({ streams: [first.wire] }), 1);
  const body = b64(writeRecord({ ...first.record.record, directory: 7 }));
  const { sig } = first.wire.records[0] as { sig: string };
  assert.equal(directoryNamed({ streams: [first.wire, { ...first.wire, records: [{ body: "AAAA", sig }, { body, sig }] }] }), 7);
});
