/** The cell's doors as `sendFile` wants them: bytes with the session and its CSRF token. */
import { Refusal, mine, token } from "../elements/doors.ts";
import { NotDone, type Api, type Call } from "../testimony/api.ts";

async function refusal(answer: Response): Promise<Error> {
  const said = (await answer.json().catch(() => ({}))) as { code?: unknown; sentence?: unknown };
  if (answer.status === 401) return new Refusal("signed_out", "", 401);
  if (answer.status >= 500) return new NotDone("offline", answer.status);
  const code = typeof said.code === "string" ? said.code : "fault";
  return new Refusal(code, typeof said.sentence === "string" ? said.sentence : "", answer.status);
}

async function call(path: string, { method = "GET", headers = {}, body, signal }: Call = {}): Promise<Response> {
  const sent: RequestInit = { method, credentials: "same-origin", redirect: "error", cache: "no-store", headers };
  if (method !== "GET") sent.headers = { ...headers, "X-CSRFToken": token() };
  if (body !== undefined) sent.body = body;
  if (signal) sent.signal = signal;
  const answer = await fetch(mine().api + path, sent).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new NotDone("offline");
  });
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

/** Sends parts of files; what is lost on the way may be sent again. */
export const door: Pick<Api, "call"> = { call };

export async function part(theCase: string, file: string, number: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await call(`fichiers/${theCase}/${file}/${number}`)).arrayBuffer());
}
