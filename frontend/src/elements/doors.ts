/** Talking to the members' doors: JSON, with the session and its CSRF token. */
import { aName, anObject } from "../seal/json.ts";
import type { Hex } from "../seal/fields.ts";
import type { Renewed } from "./aside.ts";

/** What a door refused: a code the page has a sentence for, or the sentence the server gave. */
export class Refusal extends Error {
  readonly code: string;
  readonly sentence: string;
  readonly status: number;

  constructor(code: string, sentence: string, status: number) {
    super(`${code} (${status})`);
    this.name = "Refusal";
    this.code = code;
    this.sentence = sentence;
    this.status = status;
  }
}

export interface Way {
  way: Hex;
  kind: "passphrase" | "recovery";
}

/** Who is asking, as every page of a member says it. */
export interface Mine {
  inst: Hex;
  user: Hex;
  cell: Hex;
  /** Where the doors are, in the language of the page. */
  api: string;
  /** The version of the directory in force; 0 when there is none. */
  directory: number;
  /** Which fingerprints are of the same person. */
  renewed: Renewed;
  vault: { version: number; fpr: Hex; counter: number; ways: readonly Way[] } | null;
}

export function mine(): Mine {
  const written = document.getElementById("member")?.textContent;
  if (!written) throw new Error("the page does not say who is asking");
  const said = JSON.parse(written) as Mine;
  aName(said.inst, 16);
  aName(said.user, 16);
  return said;
}

export function token(): string {
  return /(?:^|; )(?:__Host-)?csrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

export type Method = "GET" | "POST" | "PUT";

/** The answer's JSON, undefined when there is none. Refused: a `Refusal`; out of reach: one whose code is `offline`. */
export async function call(method: Method, path: string, body?: unknown): Promise<unknown> {
  const sent: RequestInit = { method, credentials: "same-origin", redirect: "error", headers: { Accept: "application/json" } };
  if (method !== "GET") {
    sent.headers = { ...sent.headers, "Content-Type": "application/json", "X-CSRFToken": token() };
    sent.body = JSON.stringify(body);
  }
  const answer = await fetch(mine().api + path, sent).catch(() => {
    throw new Refusal("offline", "", 0);
  });
  if (answer.status === 204) return undefined;
  const said: unknown = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  const { code, sentence } = anObject(said);
  const known = answer.status === 401 || code === "forbidden" ? "signed_out" : typeof code === "string" ? code : "fault";
  throw new Refusal(known, typeof sentence === "string" ? sentence : "", answer.status);
}
