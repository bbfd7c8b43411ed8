/** What the page carries for everyone alike, and the way to the seal. */
import type { Directory, DirectoryWire } from "../seal/directory.ts";
import type { Hex } from "../seal/fields.ts";
import { loadSeal, type Seal, type Unseal } from "../seal/load.ts";
import type { Limits } from "../testimony/api.ts";
import type { Cell } from "./readers.ts";

export interface PageData {
  inst: Hex;
  cell: Hex;
  school: string;
  /** The trail's public key, base64url. */
  log: string;
  answer_days: number;
  directories: DirectoryWire[];
  limits: Limits;
}

export type { Seal, Unseal };

export function pageData(): PageData {
  return JSON.parse(document.getElementById("sealing")?.textContent ?? "null") as PageData;
}

/** The same, as the site gives it now: the page is the same for everyone, so asking for it again tells nothing. */
export async function freshPageData(): Promise<PageData> {
  const answer = await fetch(location.pathname, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
  const written = /<script id="sealing" type="application\/json">([^<]*)<\/script>/.exec(await answer.text())?.[1];
  return JSON.parse(written ?? "null") as PageData;
}

/** The seal, once this browser is known to be able to use it. Throws an error whose code has a sentence. */
export async function readySeal<Loaded extends Seal = Seal>(): Promise<Loaded> {
  let seal: Loaded;
  try {
    seal = await loadSeal<Loaded>();
  } catch {
    throw Object.assign(new Error("the program did not load"), { code: "no_program" });
  }
  if (!globalThis.isSecureContext || !(await seal.canSeal())) throw Object.assign(new Error("cannot seal"), { code: "cannot_seal" });
  return seal;
}

/** The signed list of the cell, followed from its first version; the one `seen` before, if any, is one of its versions. */
export async function verifiedCell(seal: Seal, page: PageData, seen?: Directory): Promise<Cell> {
  const directories = await seal.followDirectories(page.directories, page, seen);
  const directory = directories.at(-1);
  const first = directories[0];
  if (!directory || !first) throw Object.assign(new Error("no members yet"), { code: "no_members" });
  return { directory, directories, words: await seal.officersWords(first, seal.words) };
}
