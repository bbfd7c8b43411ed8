/** Camille comes back, and the list of who may read no longer follows from what she signed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CELL, DRAFT, INST, SAID, TEAM, versions } from "../seal/tests/cast.ts";
import { followDirectories, type Directory } from "../seal/directory.ts";
import { compose } from "../seal/testimony.ts";
import type { Api } from "./api.ts";
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
