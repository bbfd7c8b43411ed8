/** What the vectors ask, by name: the twin of `portevoix/ground/seal/tests/operations.py`. */
import { readFileSync } from "node:fs";
import { base32Of, makeReceipt, openRoot, readBase32, readWords, receiptKeys, type Reading } from "../receipt.ts";
import { checkVersion, expandRaw, open } from "../envelope.ts";
import { followDirectories, officersHash, officersOf, readersOf, type DirectoryWire } from "../directory.ts";
import { hex, lp, numberOf, sha256, unb64, unhex, unlp, type Bytes, type Field, type Hex } from "../fields.ts";
import { identity, keysFrom, verify, type Identity } from "../identity.ts";
import { itemHash, parseHeader } from "../items.ts";
import { keyCommitment, parseRecord } from "../records.ts";
import { leftSaid, memberFrom, openKeyring, openVault, openVaultKey, readRecoveryCode, recoveryKeys, writeRecoveryCode } from "../member.ts";
import { openPieces, partsOf } from "../files.ts";
import { openWith } from "../hpke.ts";
import { pad, padme, unpad } from "../padding.ts";
import { passphraseKeys } from "../passphrase.ts";
import { readAsReporter, readStream } from "../stream.ts";
import { join, readShare, recoveryFrom, writeShare } from "../recovery.ts";
import { reporterFrom } from "../reporter.ts";
import { SealError } from "../errors.ts";
import { depositHashes } from "../testimony.ts";
import { toBits } from "../bits.ts";
import { wordList, type Words } from "../words.ts";
import { worked } from "../work.ts";
import type { WayKeys, WayKind } from "../member.ts";

// Vectors are data: each operation takes what it knows is there.
export type Given = any;

export const root = new URL("../../../../", import.meta.url);
const story: Given = JSON.parse(readFileSync(new URL("vectors/story.json", root), "utf8"));

/** A value with its pointers into `story.json` followed. */
export function told(value: Given): Given {
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== "object" || value === null) return value;
  const names = Object.keys(value);
  if (names.length === 1 && names[0] === "shared") return value.shared.reduce((found: Given, step: string | number) => found[step], story);
  return Object.fromEntries(names.map((name) => [name, told(value[name])]));
}

export const words = (): Words => wordList(readFileSync(new URL("portevoix/ground/seal/words.fr.txt", root), "utf8"));

function field(value: Given): Field {
  if ("bytes" in value) return unhex(value.bytes);
  return "list" in value ? value.list.map(field) : (Object.values(value)[0] as Field);
}

const readerOf = async ({ mseed, rseed }: Given) => (rseed ? recoveryFrom(unhex(rseed)) : (await memberFrom(unhex(mseed))).keys);

const publicSaid = async (who: Identity) => ({
  xwing_sha256: hex(await sha256(who.xwing)),
  ed25519: hex(who.ed25519),
  fpr: who.fpr,
});

const waySaid = ({ auth, kek, authHash }: WayKeys) => ({ auth: hex(auth), kek: hex(kek), auth_hash: authHash });

function receiptSaid(reading: Reading) {
  if ("slips" in reading) throw new SealError(reading.slips[0]?.code ?? "malformed");
  return { code12: hex(reading.receipt), base32: base32Of(reading.receipt) };
}

async function directories(given: Given) {
  const seen = given.seen_directory ?? undefined;
  return followDirectories(given.directories as DirectoryWire[], { inst: given.inst, cell: given.cell }, seen);
}

async function stream(given: Given) {
  const speaker = "root" in given.reader ? await reporterFrom(unhex(given.reader.root)) : undefined;
  const reporter = speaker?.keys ?? (await identity(unb64(given.reporter.xwing), unb64(given.reporter.ed25519)));
  const judge = { place: { inst: given.inst, case: given.case }, reporter, directories: await directories(given), ...(given.aside && { everAside: new Set<Hex>(given.aside) }) };
  const seen = { record: given.seen_record ?? undefined, heads: given.seen_items ?? [] };
  const read = speaker
    ? await readAsReporter(given.stream, speaker, judge, seen)
    : await readStream(given.stream, { keys: await readerOf(given.reader), judge, seen });
  const of = (what: string) => read.problems.filter((problem) => problem.what === what).map((problem) => problem.code);
  const broken = of("record")[0] ?? (read.keys.size === 0 ? (of("grant")[0] ?? "not_granted") : undefined);
  if (broken) throw new SealError(broken);
  const last = read.records.at(-1)?.record;
  return {
    granted: last?.granted,
    excluded: last?.excluded,
    keys: Object.fromEntries([...read.keys].sort(([a], [b]) => a - b).map(([epoch, sk]) => [String(epoch), hex(sk)])),
    items: read.items.map(({ hash, header, said }) => ({ hash, kind: header.kind, author: header.author, body: said.body })),
    unopened: of("item"),
    missing: of("whole")[0] ?? null,
  };
}

async function file(given: Given) {
  const parts = (given.parts as Hex[]).map((part) => unhex(part));
  const sealed = { file: given.file as Hex, fk: unhex(given.key), parts: parts.length };
  const pieces = openPieces({ inst: given.inst, case: given.case }, sealed, async (n) => parts[n] ?? new Uint8Array(0));
  const found: Bytes[] = [];
  for await (const piece of pieces) found.push(piece);
  const whole = new Uint8Array(await new Blob(found).arrayBuffer());
  return { sha256: hex(await sha256(whole)), size: whole.length, parts: partsOf(whole.length) };
}

export const operations: Record<string, (given: Given) => unknown> = {
  lp: (given) => ({ bytes: hex(lp(...given.fields.map(field))) }),
  read_lp: (given) => ({ fields: unlp(unhex(given.bytes)).map(hex) }),
  read_integer: (given) => ({ integer: numberOf(unhex(given.bytes)) }),
  unb64: (given) => ({ bytes: hex(unb64(given.text)) }),
  expand: async (given) => ({ bytes: hex(await expandRaw(unhex(given.key), unhex(given.info), given.length)) }),
  open: async (given) => ({ plaintext: hex(await open(unhex(given.key), unhex(given.context), unhex(given.blob))) }),
  pad: async (given) => {
    const padded = pad(unhex(given.data), given.floor);
    return { size: padded.length, sha256: hex(await sha256(padded)) };
  },
  padded_size: (given) => ({ size: padme(given.size, given.floor) }),
  unpad: (given) => ({ data: hex(unpad(unhex(given.padded), given.floor)) }),
  identity: async (given) => publicSaid(await keysFrom(unhex(given.xwing_seed), unhex(given.ed25519_seed))),
  hpke_open: async (given) => {
    const blob = unhex(given.blob);
    checkVersion(blob);
    return { plaintext: hex(await openWith(unhex(given.xwing_seed), unhex(given.info), blob.slice(1))) };
  },
  receipt: async (given) => {
    const receipt = await makeReceipt(unhex(given.bits82));
    const bits = toBits(receipt, 90);
    const indices = Array.from({ length: 9 }, (_, i) => parseInt(bits.slice(10 * i, 10 * i + 10).join(""), 2));
    return { ...receiptSaid({ receipt }), indices };
  },
  receipt_from_base32: async (given) => receiptSaid(await readBase32(given.typed)),
  receipt_from_words: async (given) => receiptSaid(await readWords(given.typed, words())),
  receipt_keys: async (given) => waySaid(await receiptKeys(unhex(given.code12), given.inst)),
  unwrap_root: async (given) => {
    const keys = { auth: unhex(given.auth), kek: unhex(given.kek), authHash: hex(await sha256(unhex(given.auth))) };
    return { root: hex(await openRoot(keys, given.inst, unhex(given.wrap))) };
  },
  reporter: async (given) => {
    const made = await reporterFrom(unhex(given.root));
    const secrets = { private_key: hex(made.privateKey), withdrawal: hex(made.withdrawal), withdraw_hash: made.withdrawalHash };
    return { ...(await publicSaid(made.keys)), ...secrets };
  },
  member: async (given) => {
    const made = await memberFrom(unhex(given.mseed));
    return { ...(await publicSaid(made.keys)), keyring_key: hex(made.keyringKey) };
  },
  open_vault: async (given) => ({
    mseed: hex(await openVault(unhex(given.vault_key), given.inst, given.user, given.version, unhex(given.vault))),
  }),
  passphrase: async (given) => waySaid(await passphraseKeys(given.passphrase, given.way)),
  recovery: async (given) => waySaid(await recoveryKeys(unhex(given.code16), given.inst)),
  unwrap_vault_key: async (given) => {
    const way = { kind: given.kind as WayKind, way: given.way as Hex };
    return { vault_key: hex(await openVaultKey(unhex(given.kek), given.inst, given.user, way, unhex(given.wrap))) };
  },
  recovery_printed: async (given) => ({ printed: await writeRecoveryCode(unhex(given.code16)) }),
  recovery_from_printed: async (given) => ({ code16: hex(await readRecoveryCode(given.typed)) }),
  open_keyring: async (given) => {
    const member = await memberFrom(unhex(given.mseed));
    const ring = await openKeyring(member, given.inst, given.user, given.counter, unhex(given.keyring));
    const keys = (of: Map<number, Bytes>) => Object.fromEntries([...of].map(([epoch, sk]) => [String(epoch), hex(sk)]));
    const streams = Object.fromEntries([...ring.streams].map(([name, of]) => [name, keys(of)]));
    const heads = Object.fromEntries([...ring.heads].map(([name, left]) => [name, leftSaid(left)]));
    return { streams, directories: Object.fromEntries(ring.directories), ...(ring.heads.size && { heads }) };
  },
  read_directories: async (given) => {
    const found = await directories(given);
    const latest = found.at(-1) as (typeof found)[number];
    const fprs = (people: Identity[]) => people.map((person) => person.fpr);
    const who = { readers: fprs(readersOf(latest)), officers: fprs(officersOf(latest)) };
    const fingerprint = hex(await officersHash(found[0] as (typeof found)[number]));
    const { recovery } = latest;
    return { version: latest.version, hash: latest.hash, ...who, fingerprint, ...(recovery && { recovery }) };
  },
  recovery_key: async (given) => publicSaid(await recoveryFrom(unhex(given.rseed))),
  write_share: async (given) => ({ printed: await writeShare(given.fpr, unhex(given.share)) }),
  read_share: async (given) => ({ share: hex(await readShare(given.fpr, given.typed)) }),
  join_shares: async (given) => ({ fpr: (await join(given.shares.map((share: Hex) => unhex(share)), given.fpr)).fpr }),
  check_recovery_act: async ({ rseed, inst, cell, user, minute, sig }) => {
    const { ed25519 } = await recoveryFrom(unhex(rseed));
    const said = lp("portevoix/1 recovery act", unhex(inst), unhex(cell), unhex(user), minute);
    return { holds: await verify(ed25519, said, unb64(sig)) };
  },
  commit: async (given) => ({
    kc: await keyCommitment({ inst: "00".repeat(16), case: given.case, stream: given.stream }, given.epoch, unhex(given.key)),
  }),
  read_record: async (given) => ({ hash: hex(await sha256(unhex(given.body))), ...parseRecord(unhex(given.body)) }),
  read_header: (given) => parseHeader(unhex(given.hdr)),
  item_hash: async (given) => ({ hash: await itemHash({ hdr: unhex(given.hdr), box: unhex(given.box) }) }),
  read_stream: stream,
  deposit_hashes: async (given) => ({ hashes: await depositHashes(given.deposit) }),
  open_file: file,
  check_work: (given) => ({ holds: worked(given.case, given.nonce, given.bits) }),
};
