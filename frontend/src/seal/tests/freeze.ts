/** Seals here what Python must open: `node frontend/src/seal/tests/freeze.ts > vectors/from_typescript.json`, once a format changes. */
import { CASE, CAMILLE, CELL, DRAFT, fixed, INES, INST, judge, LEA, MARC, NOW, PAUL, SAID, seedOf, TEAM, versions } from "./cast.ts";
import { operations, told, type Given } from "./operations.ts";
import { CHUNK, seal } from "../envelope.ts";
import { concat, b64, hex, utf8, type Bytes, type Hex } from "../fields.ts";
import { codeOf } from "../errors.ts";
import { makeFileKey, sealParts } from "../files.ts";
import { cut, recoveryFrom, signAct, writeShare } from "../recovery.ts";
import { receiptKeys, makeReceipt, wrapRoot } from "../receipt.ts";
import { recoveryKeys, sealKeyring, sealVault, wrapVaultKey } from "../member.ts";
import { passphraseKeys } from "../passphrase.ts";
import { readStream } from "../stream.ts";
import { changeReaders, compose, openStream, say } from "../testimony.ts";
import { sealTo } from "../hpke.ts";
import { wireItem, type StreamAsRead } from "../wire.ts";
import { work } from "../work.ts";
import type { Keys } from "../identity.ts";
import type { Said } from "../bodies.ts";

const frozen: object[] = [];

async function freeze(name: string, operation: string, given: Given): Promise<void> {
  try {
    frozen.push({ name, do: operation, with: given, gives: await operations[operation]?.(told(given)) });
  } catch (error) {
    frozen.push({ name, do: operation, with: given, refuses: codeOf(error) });
  }
}

const flip = (of: Hex, at: number): Hex => {
  const place = at < 0 ? of.length / 2 + at : at;
  const byte = parseInt(of.slice(2 * place, 2 * place + 2), 16) ^ 1;
  return of.slice(0, 2 * place) + byte.toString(16).padStart(2, "0") + of.slice(2 * place + 2);
};

const key = hex(fixed("key"));
const context = hex(utf8("context"));
for (const size of [0, 1, CHUNK]) {
  const blob = hex(await seal(fixed("key"), utf8("context"), fixed("plain", size)));
  await freeze(`an envelope of ${size} bytes`, "open", { key, context, blob });
  if (size === 1) await freeze("an envelope whose last bit changed", "open", { key, context, blob: flip(blob, -1) });
  if (size === 1) await freeze("an envelope under another key", "open", { key: flip(key, 0), context, blob });
  if (size === CHUNK) await freeze("an envelope cut after its full chunk", "open", { key, context, blob: blob.slice(0, -32) });
}

const info = utf8("info");
const sealed = hex(concat(new Uint8Array([1]), await sealTo(CAMILLE.keys.xwing, info, utf8("à Camille"))));
const xwing_seed = hex(CAMILLE.keys.xwingSeed);
await freeze("sealed to Camille", "hpke_open", { xwing_seed, info: hex(info), blob: sealed });
await freeze("sealed to Camille, for something else", "hpke_open", { xwing_seed, info: "", blob: sealed });
await freeze("sealed to Camille, changed", "hpke_open", { xwing_seed, info: hex(info), blob: flip(sealed, 700) });

const receipt = await makeReceipt(fixed("receipt", 11));
const words = await receiptKeys(receipt, INST);
const wrap = hex(await wrapRoot(words, INST, fixed("Camille")));
await freeze("the keys of a receipt", "receipt_keys", { code12: hex(receipt), inst: INST });
await freeze("the root that a receipt wraps", "unwrap_root", { auth: hex(words.auth), kek: hex(words.kek), inst: INST, wrap });

const user = hex(fixed("user", 16));
const vault = hex(await sealVault(fixed("vault key"), INST, user, 3, fixed("Inès")));
await freeze("a vault", "open_vault", { vault_key: seedOf("vault key"), inst: INST, user, version: 3, vault });
await freeze("a vault of another version", "open_vault", { vault_key: seedOf("vault key"), inst: INST, user, version: 2, vault });
const way = hex(fixed("way", 16));
const passphrase = "six mots tirés au hasard ﬁn";
await freeze("a passphrase", "passphrase", { passphrase, way });
for (const [kind, keys] of [["passphrase", await passphraseKeys(passphrase, way)], ["recovery", await recoveryKeys(fixed("paper", 16), INST)]] as const) {
  const wrapped = hex(await wrapVaultKey(keys.kek, INST, user, { kind, way }, fixed("vault key")));
  await freeze(`a vault key behind a ${kind}`, "unwrap_vault_key", { kek: hex(keys.kek), inst: INST, user, kind, way, wrap: wrapped });
}
const left = { record: { number: 1, hash: seedOf("record") }, heads: [seedOf("a"), seedOf("b")].sort() };
const ring = {
  streams: new Map([[hex(fixed("stream", 16)), new Map([[0, fixed("zero")], [1, fixed("one")]])]]),
  directories: new Map([[CELL, { version: 2, hash: seedOf("two") }]]),
  heads: new Map([[CASE, { reporter: CAMILLE.keys.fpr, streams: new Map([[hex(fixed("stream", 16)), left]]) }]]),
};
const keyring = hex(await sealKeyring(INES, INST, user, 7, { ...ring, heads: new Map() }));
const leaving = hex(await sealKeyring(INES, INST, user, 8, ring));
await freeze("a keyring that remembers where a case was left", "open_keyring", { mseed: seedOf("Inès"), inst: INST, user, counter: 8, keyring: leaving });
await freeze("a keyring", "open_keyring", { mseed: seedOf("Inès"), inst: INST, user, counter: 7, keyring });
await freeze("an older keyring shown as the new one", "open_keyring", { mseed: seedOf("Inès"), inst: INST, user, counter: 8, keyring });

const signed = await versions(TEAM, TEAM.slice(0, 3));
await freeze("two versions of a directory", "read_directories", { inst: INST, cell: CELL, directories: signed });
await freeze("a directory that lost a version", "read_directories", { inst: INST, cell: CELL, directories: signed.slice(1) });

const law = await judge();
const [directory] = law.directories;
if (!directory) throw new Error("no directory");
const reporter = { xwing: { shared: ["deposit", "xwing"] }, ed25519: b64(CAMILLE.keys.ed25519) };
const common = { inst: INST, case: CASE, cell: CELL, directories: { shared: ["one directory"] }, reporter };
const by = { Camille: { root: seedOf("Camille") }, Inès: { mseed: seedOf("Inès") }, Marc: { mseed: seedOf("Marc") }, Léa: { mseed: seedOf("Léa") } };

const kept = await compose(DRAFT, { directory, kind: "private", excluded: [], said: SAID });
await freeze("a testimony kept for oneself", "read_stream", { ...common, reader: by.Camille, stream: kept.deposit.streams[0] });
await freeze("a testimony kept for oneself, read by Inès", "read_stream", { ...common, reader: by.Inès, stream: kept.deposit.streams[0] });

const { deposit, opened } = await compose(DRAFT, { directory, kind: "conversation", excluded: [PAUL.keys.fpr], said: SAID });
await freeze("the hashes of a deposit", "deposit_hashes", { deposit });
let talk: StreamAsRead = opened.wire;

async function sayIn(author: Keys, said: Said[]): Promise<void> {
  const read = await readStream(talk, { keys: author, judge: since });
  const place = { inst: INST, case: CASE, stream: talk.stream };
  const epoch = read.records.at(-1)?.record.epoch ?? 0;
  const sk = read.keys.get(epoch);
  if (!sk) throw new Error("no key");
  talk = { ...talk, items: [...talk.items, ...(await say(author, { place, epoch, sk, items: read.items }, said)).map(wireItem)] };
}

/** Version 2 of the list of members no longer has Léa. */
const since = await judge(TEAM, TEAM.slice(0, 3));
const later = { ...common, directories: signed };

async function change(author: Keys, reason: "add" | "remove" | "rekey", readers: Keys[]): Promise<void> {
  const read = await readStream(talk, { keys: author, judge: since });
  const { records, grants } = await changeReaders(author, read, since, { reason, readers });
  talk = { ...talk, records: [...talk.records, ...records], grants: [...talk.grants, ...grants] };
}

await sayIn(INES.keys, [{ kind: "message", body: { text: "Merci de nous l’avoir écrit." } }]);
for (const name of ["Camille", "Inès", "Marc"] as const) {
  await freeze(`a conversation, read by ${name}`, "read_stream", { ...common, reader: by[name], stream: talk });
}
await freeze("a conversation without its last item, which Camille had seen", "read_stream", {
  ...common,
  reader: by.Camille,
  stream: { ...talk, items: talk.items.slice(0, -1) },
  seen_items: (await readStream(talk, { keys: CAMILLE.keys, judge: law })).heads,
});
const [title, testimony, answer] = talk.items as [Given, Given, Given];
await freeze("a conversation with two items that exchanged their boxes", "read_stream", {
  ...common,
  reader: by.Inès,
  stream: { ...talk, items: [{ hdr: title.hdr, box: testimony.box }, { hdr: testimony.hdr, box: title.box }, answer] },
});
await freeze("a conversation with an item shown twice", "read_stream", { ...common, reader: by.Inès, stream: { ...talk, items: [...talk.items, answer] } });
await freeze("a conversation without its first item", "read_stream", { ...common, reader: by.Inès, stream: { ...talk, items: talk.items.slice(1) } });
await change(INES.keys, "remove", [CAMILLE.keys, INES.keys, MARC.keys]);
await sayIn(CAMILLE.keys, [{ kind: "message", body: { text: "Sans Léa, alors." } }]);
for (const name of ["Marc", "Léa"] as const) {
  await freeze(`a conversation that Léa left, read by ${name}`, "read_stream", { ...later, reader: by[name], stream: talk });
}
await freeze("a conversation whose last record is hidden from Camille", "read_stream", {
  ...later,
  reader: by.Camille,
  stream: { ...talk, records: talk.records.slice(0, 1) },
  seen_record: { number: 1, hash: (await readStream(talk, { keys: CAMILLE.keys, judge: since })).records[1]?.hash },
});
const notes = await openStream(INES.keys, {
  inst: INST, case: CASE, kind: "internal", directory, readers: [MARC.keys, LEA.keys], said: [{ kind: "note", body: { text: "À voir jeudi." } }],
});
talk = notes.wire;
await change(MARC.keys, "rekey", [INES.keys, MARC.keys]);
await freeze("notes of members, read by Inès", "read_stream", { ...later, reader: by.Inès, stream: talk });
await freeze("notes of members, read by Camille", "read_stream", { ...later, reader: by.Camille, stream: talk });

const rseed = fixed("recovery");
const spare = await recoveryFrom(rseed);
const sheets = await cut(rseed, 5, 3);
const shares = sheets.map(hex);
await freeze("three sheets of five", "join_shares", { shares: shares.slice(2), fpr: spare.fpr });
await freeze("two sheets of five", "join_shares", { shares: shares.slice(3), fpr: spare.fpr });
await freeze("a sheet typed", "read_share", { fpr: spare.fpr, typed: await writeShare(spare.fpr, sheets[0] as Bytes) });
const asked = { inst: INST, cell: CELL, user };
await freeze("an act of the recovery key", "check_recovery_act", { ...asked, rseed: hex(rseed), ...(await signAct(spare, asked, NOW)) });

const fileKey = makeFileKey();
const parts: Hex[] = [];
for await (const part of sealParts({ inst: INST, case: CASE }, fileKey, new Blob([fixed("photo", CHUNK + 5)]))) parts.push(hex(part.bytes));
const where = { key: hex(fileKey.fk), inst: INST, case: CASE, file: fileKey.file };
await freeze("a file", "open_file", { ...where, parts });
await freeze("a file without its end", "open_file", { ...where, parts: parts.map((part) => part.slice(0, -42)) });
await freeze("a proof of work", "check_work", { case: CASE, nonce: await work(CASE, 12), bits: 12 });

process.stdout.write(`[\n${frozen.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
