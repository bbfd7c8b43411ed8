/** The reporter's addresses. No cookie, no session, no referrer: what is sent is in the call, and nowhere else. */

export interface Limits {
  part: number;
  file: number;
  files: number;
  text: number;
  answer: number;
}

/** The status of what was not even sent. */
const NEVER_LEFT = -1;

/** Why the server, or the way to it, said no. `code` names the sentence that the page shows. */
export class NotDone extends Error {
  readonly code: string;
  readonly status: number;
  readonly bits: number;

  constructor(code: string, status = 0, bits = 0) {
    super(code);
    this.name = "NotDone";
    this.code = code;
    this.status = status;
    this.bits = bits;
  }

  /** Whether the server may have done it all the same: the answer was lost, or came from something in between. */
  get unsure(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** Codes that a page has a sentence for. For others the status decides. */
const KNOWN = new Set(["work", "unknown", "too_large", "broken", "stale", "directory_changed", "full"]);

function byStatus(status: number): string {
  if (status === 409) return "conflict";
  if (status === 413) return "too_large";
  if (status === 415 || status === 422) return "malformed";
  if (status === 429) return "throttled";
  return status >= 500 ? "down" : "refused";
}

async function refusal(answer: Response): Promise<NotDone> {
  let said: { code?: unknown; bits?: unknown } = {};
  try {
    said = (await answer.json()) as typeof said;
  } catch {
    // not ours: a proxy's page
  }
  const code = typeof said.code === "string" && KNOWN.has(said.code) ? said.code : byStatus(answer.status);
  return new NotDone(code, answer.status, typeof said.bits === "number" ? said.bits : 0);
}

const isOffline = (): boolean => globalThis.navigator?.onLine === false;

export interface Call {
  method?: "GET" | "POST" | "PUT";
  headers?: Record<string, string>;
  body?: BodyInit;
  signal?: AbortSignal | undefined;
}

export class Api {
  readonly base: URL;

  constructor(base: string | URL) {
    this.base = new URL(base, globalThis.location?.href);
  }

  /** The answer when it is a yes; otherwise throws `NotDone`. An aborted call throws its own `AbortError`. */
  async call(path: string, { method = "GET", headers = {}, body, signal }: Call = {}): Promise<Response> {
    if (isOffline()) throw new NotDone("offline", NEVER_LEFT);
    let answer: Response;
    try {
      answer = await fetch(new URL(path, this.base), {
        method,
        headers,
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new NotDone(isOffline() ? "offline" : "unreachable");
    }
    if (!answer.ok) throw await refusal(answer);
    return answer;
  }

  async post<T>(path: string, said: unknown, signal?: AbortSignal): Promise<T> {
    const body = JSON.stringify(said);
    const answer = await this.call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal });
    if (answer.status === 204) return undefined as T;
    try {
      return (await answer.json()) as T;
    } catch {
      throw new NotDone("down");
    }
  }
}
