/**
 * `<pv-ticket>`: somebody who is known asks for the ticket with which nobody in particular answers.
 *
 * All that is drawn comes from one seed, which stays in the address of this page, after the #: no server is sent it, and
 * the page asked for again, or a connection that broke, gives the same ticket again.
 */
import { b64, unb64, unhex, type Bytes, type Hex } from "../seal/fields.ts";
import { draw, finish, SEED, type Survey } from "../seal/ticket.ts";
import { qr } from "./link-qr.ts";
import { codeOfError, hush, part, say } from "./sentences.ts";

interface Given {
  evaluated: string;
  proof: string;
}

class Problem extends Error {
  readonly code: string;
  readonly sentence: string;

  constructor(code: string, sentence: string) {
    super(code);
    [this.code, this.sentence] = [code, sentence];
  }
}

export class TicketElement extends HTMLElement {
  #survey!: Survey;
  #wrong!: HTMLElement;
  #ask!: HTMLButtonElement;

  connectedCallback(): void {
    const { inst, survey, key } = this.dataset as Record<string, Hex>;
    this.#survey = { inst, survey, key } as Survey;
    this.#wrong = part(this, "[data-wrong]");
    this.#ask = part(this, "[data-ask]");
    this.#ask.addEventListener("click", () => void this.#get(this.#seed() ?? crypto.getRandomValues(new Uint8Array(SEED))));
    part(this, "[data-copy]").addEventListener("click", () => void this.#copy());
    const before = this.#seed();
    if (before) void this.#get(before);
    else part(this, "[data-state=ask]").hidden = false;
  }

  /** What this very page has drawn before. */
  #seed(): Bytes | undefined {
    const [survey, seed] = location.hash.slice(1).split(".");
    if (survey !== this.#survey.survey || !seed) return undefined;
    try {
      const read = unb64(seed);
      return read.length === SEED ? read : undefined;
    } catch {
      return undefined;
    }
  }

  async #get(seed: Bytes): Promise<void> {
    hush(this.#wrong);
    this.#ask.disabled = true;
    try {
      await this.#mustBeEverybodysKey();
      const drawn = await draw(this.#survey, seed);
      history.replaceState(null, "", `#${this.#survey.survey}.${b64(seed)}`);
      const given = await this.#evaluated(drawn.blinded);
      this.#show(await finish(this.#survey, drawn, unb64(given.evaluated), unb64(given.proof)));
    } catch (error) {
      if (error instanceof Problem && error.sentence) {
        this.#wrong.textContent = error.sentence;
        this.#wrong.hidden = false;
      } else say(this.#wrong, codeOfError(error));
      part(this, "[data-state=ask]").hidden = false;
    } finally {
      this.#ask.disabled = false;
    }
  }

  /** The key is the one printed on the page that everybody sees, asked for without saying who asks. */
  async #mustBeEverybodysKey(): Promise<void> {
    const page = await this.#fetch(this.dataset.page as string, { credentials: "omit", referrerPolicy: "no-referrer" });
    const key = /data-key="([0-9a-f]{64})"/.exec(await page.text())?.[1];
    if (!key || unhex(key, 32).join() !== unhex(this.#survey.key, 32).join()) throw new Problem("wrong_key", "");
  }

  async #evaluated(blinded: Bytes): Promise<Given> {
    const body = JSON.stringify({ blinded: b64(blinded) });
    const headers = { "Content-Type": "application/json" };
    const answer = await this.#fetch(this.dataset.give as string, { method: "POST", body, headers, redirect: "manual" });
    if (answer.type === "opaqueredirect") throw new Problem("signed_out", "");
    const said = (await answer.json()) as Given & { code?: string; sentence?: string };
    if (!answer.ok) throw new Problem(said.code ?? "fault", said.sentence ?? "");
    return said;
  }

  async #fetch(address: string, how: RequestInit): Promise<Response> {
    try {
      return await fetch(address, { cache: "no-store", ...how });
    } catch {
      throw new Problem("no_network", "");
    }
  }

  #show(ticket: string): void {
    const link = new URL(`${this.dataset.page}#${ticket}`, location.href).href;
    part<HTMLAnchorElement>(this, "[data-link]").href = link;
    part(this, "[data-ticket]").textContent = ticket;
    const drawn = qr(link);
    const canvas = part<HTMLCanvasElement>(this, "canvas");
    canvas.hidden = !drawn;
    if (drawn) paint(canvas, drawn);
    part(this, "[data-state=ask]").hidden = true;
    const have = part(this, "[data-state=have]");
    have.hidden = false;
    part(have, "h2").focus();
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(part<HTMLAnchorElement>(this, "[data-link]").href);
    part(this, "[data-copied]").hidden = false;
  }
}

const QUIET = 4;
const DOT = 6;

function paint(canvas: HTMLCanvasElement, rows: readonly boolean[][]): void {
  canvas.width = canvas.height = (rows.length + 2 * QUIET) * DOT;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  rows.forEach((row, down) =>
    row.forEach((dark, across) => dark && pen.fillRect((across + QUIET) * DOT, (down + QUIET) * DOT, DOT, DOT)),
  );
}

customElements.define("pv-ticket", TicketElement);
