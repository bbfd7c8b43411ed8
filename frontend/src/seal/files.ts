/** Files of any size: sealed under their own key, cut into parts of 8 MiB, never held whole. */
import type { Said } from "./bodies.ts";
import { CHUNK, Envelope, HEAD, SALT, TAG } from "./envelope.ts";
import { SealError } from "./errors.ts";
import { b64, concat, hex, lp, name16, random, sha256, unb64, type Bytes, type Hex } from "./fields.ts";
import { running } from "./hash.ts";

export const PART = 8 * 1024 * 1024;
const FULL = CHUNK + TAG;

/** Kept until the last part has arrived: the same salt gives the same bytes when an upload is resumed. */
export interface FileKey {
  file: Hex;
  fk: Bytes;
  salt: Bytes;
}

export interface Part {
  number: number;
  bytes: Bytes;
  sha256: Hex;
}

export interface Where {
  inst: Hex;
  case: Hex;
}

export const makeFileKey = (): FileKey => ({ file: hex(random(16)), fk: random(32), salt: random(SALT) });
export const sealedSize = (size: number): number => HEAD + size + TAG * (Math.floor(size / CHUNK) + 1);
export const partsOf = (size: number): number => Math.ceil(sealedSize(size) / PART);

const context = (where: Where, file: Hex) => lp("portevoix/1 file", name16(where.inst), name16(where.case), name16(file));

async function slice(blob: Blob, from: number, to: number): Promise<Bytes> {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}

/** One part alone: the chunks that it touches are sealed, and cut where the part is. */
export async function sealPart(envelope: Envelope, blob: Blob, number: number): Promise<Part> {
  const from = number * PART;
  const to = Math.min(from + PART, sealedSize(blob.size));
  const first = Math.max(0, Math.floor((from - HEAD) / FULL));
  const last = Math.floor((to - 1 - HEAD) / FULL);
  const plain = await slice(blob, first * CHUNK, (last + 1) * CHUNK);
  const chunks = await Promise.all(
    Array.from({ length: last - first + 1 }, (_, i) => envelope.seal(first + i, plain.slice(i * CHUNK, (i + 1) * CHUNK))),
  );
  const sealed = number === 0 ? concat(envelope.head, ...chunks) : concat(...chunks);
  const starts = number === 0 ? 0 : HEAD + first * FULL;
  const bytes = sealed.slice(from - starts, to - starts);
  return { number, bytes, sha256: hex(await sha256(bytes)) };
}

/** The parts of a sealed file from part `from` on: at most two in memory. */
export async function* sealParts(where: Where, key: FileKey, blob: Blob, from = 0): AsyncGenerator<Part> {
  const envelope = await Envelope.from(key.fk, context(where, key.file), key.salt);
  for (let number = from; number < partsOf(blob.size); number++) yield await sealPart(envelope, blob, number);
}

/** Bytes of a file that a device with room for it may hold at once; the browser then hashes ten times faster than we do. */
const AT_ONCE = 128 * 1024 * 1024;

function hasRoom(): boolean {
  const { deviceMemory = 4 } = globalThis.navigator as { deviceMemory?: number };
  return deviceMemory >= 4;
}

/** SHA-256 of the file as it was given: at once where there is room, else piece by piece. */
export async function fileHash(blob: Blob, progress: (done: number) => void = () => undefined): Promise<Hex> {
  const whole = blob.size <= AT_ONCE && hasRoom() ? await blob.arrayBuffer().catch(() => undefined) : undefined;
  if (whole) {
    progress(blob.size);
    return hex(await sha256(new Uint8Array(whole)));
  }
  const hash = running();
  for (let at = 0; at < blob.size; at += 1 << 20) {
    hash.update(await slice(blob, at, at + (1 << 20)));
    progress(Math.min(blob.size, at + (1 << 20)));
  }
  return hex(hash.digest());
}

export async function manifest(key: FileKey, blob: Blob, name: string, hash?: Hex): Promise<Said & { kind: "file" }> {
  const what = { name, type: blob.type, size: blob.size, sha256: hash ?? (await fileHash(blob)) };
  return { kind: "file", body: { file: key.file, fk: b64(key.fk), ...what, parts: partsOf(blob.size) } };
}

/** What the parts hold, piece by piece. It is whole only when the generator ends without refusing. */
export async function* openPieces(
  where: Where,
  { file, fk, parts }: { file: Hex; fk: Bytes; parts: number },
  part: (number: number) => Promise<Bytes>,
): AsyncGenerator<Bytes> {
  let held = await part(0);
  const envelope = await Envelope.of(fk, context(where, file), held);
  held = held.slice(HEAD);
  let chunk = 0;
  for (let number = 1; number <= parts; number++) {
    const full = Math.floor(held.length / FULL);
    const count = number === parts ? full + 1 : full;
    const cut = Array.from({ length: count }, (_, i) => held.slice(i * FULL, (i + 1) * FULL));
    const first = chunk;
    yield concat(...(await Promise.all(cut.map((sealed, i) => envelope.open(first + i, sealed)))));
    chunk += count;
    if (number < parts) held = concat(held.slice(count * FULL), await part(number));
  }
}

/** The file that a manifest speaks of; refused at its end when it is not the one that was sealed. */
export async function* openFile(
  where: Where,
  { body }: Said & { kind: "file" },
  part: (number: number) => Promise<Bytes>,
): AsyncGenerator<Bytes> {
  if (body.parts !== partsOf(body.size)) throw new SealError("malformed", "parts do not fit the size");
  const hash = running();
  let size = 0;
  for await (const piece of openPieces(where, { ...body, fk: unb64(body.fk) }, part)) {
    hash.update(piece);
    size += piece.length;
    yield piece;
  }
  if (size !== body.size || hex(hash.digest()) !== body.sha256) throw new SealError("altered", "not the file that was sealed");
}
