/** The receipt of the trail: that this exact ciphertext was written down on that day, checked here and now. */
import { SealError } from "./errors.ts";
import { concat, hex, lp, name32, same, sha256, unb64, unhex, utf8, type Bytes, type Field, type Hex } from "./fields.ts";
import { verify } from "./identity.ts";

export interface Promised {
  commitment: Hex;
  salt: Hex;
  minute: number;
  signature: string;
}

/** `fields` for a deposit: `h` of each record, then of each item, stream by stream. */
export async function commitment(salt: Hex, type: string, day: string, fields: readonly Field[]): Promise<Hex> {
  return hex(await sha256(lp("portevoix/1 cm", name32(salt), lp(type, day, ...fields))));
}

/** The day of a line: that of the minute of its promise, in UTC. */
export const dayOf = (minute: number): string => new Date(minute * 60_000).toISOString().slice(0, 10);

/** Whether the log signed a promise for this commitment at this minute. */
export function isPromised(log: Bytes, cm: Hex, minute: number, signature: Bytes): Promise<boolean> {
  return verify(log, lp("portevoix/1 promise", name32(cm), minute), signature);
}

/** The log engaged itself, for exactly this: refuses `altered` when it did not. */
export async function mustBePromised(log: Bytes, promised: Promised, type: string, fields: readonly Field[]): Promise<void> {
  const cm = await commitment(promised.salt, type, dayOf(promised.minute), fields);
  const signed = await isPromised(log, cm, promised.minute, unb64(promised.signature));
  if (cm !== promised.commitment || !signed) throw new SealError("altered", "promise");
}

/** How many of these hashes, from the first, were in what was promised: what came later is not; undefined when none fit. */
export async function promisedOf(promised: Promised, type: string, hashes: readonly Hex[]): Promise<number | undefined> {
  for (let count = 1; count <= hashes.length; count++) {
    const fields = hashes.slice(0, count).map(name32);
    if ((await commitment(promised.salt, type, dayOf(promised.minute), fields)) === promised.commitment) return count;
  }
  return undefined;
}

export async function leafHash(cm: Hex): Promise<Bytes> {
  return sha256(concat(new Uint8Array([0]), lp("portevoix/1 leaf", name32(cm))));
}

/** RFC 9162, 2.1.3.2: the root that a leaf and its path give. */
export async function rootFrom(leaf: Bytes, index: number, size: number, path: readonly Bytes[]): Promise<Bytes> {
  if (!Number.isSafeInteger(size) || index < 0 || index >= size) throw new SealError("malformed", "no such leaf");
  const node = (left: Bytes, right: Bytes) => sha256(concat(new Uint8Array([1]), left, right));
  const half = (n: number) => Math.floor(n / 2);
  let [fn, sn, root] = [index, size - 1, leaf];
  for (const step of path) {
    if (sn === 0 || step.length !== 32) throw new SealError("altered", "path too long");
    if (fn % 2 === 1 || fn === sn) {
      root = await node(step, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      root = await node(root, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  if (sn !== 0) throw new SealError("altered", "path too short");
  return root;
}

function standard64(written: string): Bytes {
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(written) ? Uint8Array.from(atob(written), (c) => c.charCodeAt(0)) : undefined;
  if (!bytes || btoa(String.fromCharCode(...bytes)) !== written) throw new SealError("malformed", "not base64");
  return bytes;
}

const count = (written: string | undefined): number => {
  if (!/^(0|[1-9]\d{0,15})$/.test(written ?? "")) throw new SealError("malformed", "not a count");
  return Number(written);
};

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
}

/** C2SP tlog-checkpoint, signed by the log under its name. */
export async function readCheckpoint(note: string, origin: string, log: Bytes): Promise<Checkpoint> {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) throw new SealError("malformed", "not a signed note");
  const body = note.slice(0, end + 1);
  const [name, size, root] = body.split("\n");
  if (name !== origin) throw new SealError("wrong_place", "another log");
  const id = (await sha256(concat(utf8(origin), unhex("0a01"), log))).slice(0, 4);
  for (const line of note.slice(end + 2).split("\n")) {
    if (!line.startsWith(`— ${origin} `)) continue;
    const signature = standard64(line.slice(origin.length + 3));
    if (same(signature.subarray(0, 4), id) && (await verify(log, utf8(body), signature.slice(4)))) {
      return { origin, size: count(size), root: standard64(root ?? "") };
    }
  }
  throw new SealError("altered", "the checkpoint is not signed by the log");
}

/** C2SP tlog-proof: the checkpoint under which this commitment stands. */
export async function checkProof(proof: string, cm: Hex, origin: string, log: Bytes): Promise<Checkpoint> {
  const end = proof.indexOf("\n\n");
  const [version, ...lines] = proof.slice(0, Math.max(end, 0)).split("\n");
  if (version !== "c2sp.org/tlog-proof@v1") throw new SealError("unknown_version");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const index = lines.shift();
  if (!index?.startsWith("index ")) throw new SealError("malformed", "no index");
  const checkpoint = await readCheckpoint(proof.slice(end + 2), origin, log);
  const root = await rootFrom(await leafHash(cm), count(index.slice(6)), checkpoint.size, lines.map(standard64));
  if (!same(root, checkpoint.root)) throw new SealError("altered", "not under this checkpoint");
  return checkpoint;
}
