/** Titles of the desk, opened in place. A key opened once is kept in the keyring; the first time takes longer, and says so. */
import { readBody } from "../seal/bodies.ts";
import type { Directory } from "../seal/directory.ts";
import { expand, open } from "../seal/envelope.ts";
import { codeOf, SealError, type Code } from "../seal/errors.ts";
import { name16, unb64, type Bytes, type Hex } from "../seal/fields.ts";
import { identity, type Keys } from "../seal/identity.ts";
import { readItem, type ReadItem } from "../seal/items.ts";
import { TITLE_FLOOR, unpad } from "../seal/padding.ts";
import { pause } from "../seal/pace.ts";
import { openAlone, readAccess } from "../seal/stream.ts";
import { unwireItem, type StreamAsRead, type WireItem } from "../seal/wire.ts";

export type SealedTitles = Readonly<Record<Hex, WireItem>>;
export type Title = { text: string } | { code: Code };

/** A thread without what is said in it, and whose case it is. */
export type Access = Omit<StreamAsRead, "items"> & { case: Hex; reporter: { xwing: string; ed25519: string } };

export interface Opener {
  keys: Keys;
  inst: Hex;
  directories: () => Promise<readonly Directory[]>;
  known: (stream: Hex) => Promise<ReadonlyMap<number, Bytes>>;
  remember: (stream: Hex, keys: ReadonlyMap<number, Bytes>) => Promise<void>;
  /** At most `BATCH` streams a call. */
  fetch: (streams: readonly Hex[]) => Promise<Access[]>;
  progress?: (done: number, total: number) => void;
}

export const BATCH = 200;

/** With a key that was verified once. Who signed the title is checked when the case itself is opened. */
async function openKnown(sk: Bytes, { header, hdr, box }: ReadItem): Promise<string> {
  const key = await expand(sk, ["portevoix/1 items", name16(header.stream)]);
  const said = readBody("title", unpad(await open(key, hdr, box), TITLE_FLOOR).slice(64));
  return said.kind === "title" ? said.body.text.trim() : "";
}

async function openFirst(item: ReadItem, access: Access, opener: Opener): Promise<string> {
  const reporter = await identity(unb64(access.reporter.xwing), unb64(access.reporter.ed25519));
  const judge = { place: { inst: opener.inst, case: item.header.case }, reporter, directories: await opener.directories() };
  const known = await opener.known(access.stream);
  const read = await readAccess({ ...access, items: [] }, { keys: opener.keys, judge, known });
  const broken = read.problems[0];
  if (broken && !read.keys.has(item.header.epoch)) throw new SealError(broken.code, broken.what);
  await opener.remember(access.stream, read.keys);
  const { said } = await openAlone(item, read);
  return said.kind === "title" ? said.body.text.trim() : "";
}

async function attempt(opening: Promise<string>): Promise<Title> {
  try {
    return { text: await opening };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

async function readTitle(theCase: Hex, inst: Hex, wire: WireItem): Promise<ReadItem> {
  const item = await readItem(unwireItem(wire));
  const { header } = item;
  if (header.case !== theCase || header.inst !== inst || header.kind !== "title") throw new SealError("wrong_place", "not a title of this case");
  return item;
}

/** Every title, as soon as it is opened; what is refused says why, and stops nothing. */
export async function openTitles(titles: SealedTitles, opener: Opener, show: (theCase: Hex, title: Title) => void): Promise<void> {
  const first = new Map<Hex, [Hex, ReadItem][]>();
  const turn = pause();
  for (const [theCase, wire] of Object.entries(titles)) {
    try {
      const item = await readTitle(theCase, opener.inst, wire);
      const sk = (await opener.known(item.header.stream)).get(item.header.epoch);
      if (sk) show(theCase, await attempt(openKnown(sk, item)));
      else first.set(item.header.stream, [...(first.get(item.header.stream) ?? []), [theCase, item]]);
    } catch (error) {
      show(theCase, { code: codeOf(error) });
    }
    await turn();
  }
  const streams = [...first.keys()];
  let done = 0;
  if (streams.length) opener.progress?.(done, streams.length);
  for (let from = 0; from < streams.length; from += BATCH) {
    const some = streams.slice(from, from + BATCH);
    const given = new Map((await opener.fetch(some)).map((access) => [access.stream, access]));
    for (const stream of some) {
      const access = given.get(stream);
      for (const [theCase, item] of first.get(stream) ?? []) {
        show(theCase, access ? await attempt(openFirst(item, access, opener)) : { code: "not_granted" });
      }
      opener.progress?.(++done, streams.length);
      await turn();
    }
  }
}
