/**
 * `<pv-survey>`: one question a screen, those that concern one; nothing leaves before it is sent, nothing stays on the device.
 *
 * The page is a plain form, whole without scripts. The ticket comes in the address, after the #, and leaves it at once.
 */
import { hex } from "../seal/fields.ts";
import { read } from "../seal/ticket-text.ts";
import { guardBack } from "./back.ts";
import { fill, hush, part, parts, say } from "./sentences.ts";

const FAILED = new Set([400, 403, 409, 413, 422, 429]);

export class SurveyElement extends HTMLElement {
  #form!: HTMLFormElement;
  #screens: HTMLElement[] = [];
  #at = 0;
  #bar!: HTMLElement;
  #wrong!: HTMLElement;
  #guard!: ReturnType<typeof guardBack>;
  #isOver = false;

  connectedCallback(): void {
    this.#form = part(this, "form");
    this.#screens = parts(this, "[data-screen]");
    this.#bar = part(this, "[data-bar]");
    this.#wrong = part(this, "[data-wrong]");
    for (const one of parts(this, "[data-scripted]")) one.hidden = false;
    this.#form.reset(); // a browser may have kept what was ticked, when the page is loaded again
    this.#takeTicket();
    addEventListener("hashchange", () => this.#takeTicket());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("pv-leave", () => this.#form.reset());
    this.#guard = guardBack(() => this.#back());
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("change", () => this.#label());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#show(this.#at, false);
  }

  #takeTicket(): void {
    const typed = decodeURIComponent(location.hash.slice(1));
    if (!typed || typed === "main") return;
    history.replaceState(history.state, "", location.pathname);
    const field = part<HTMLInputElement>(this, "[name=ticket]");
    try {
      const { key, ticket } = read(typed);
      field.value = ticket;
      const isOurs = hex(key) === this.dataset.named;
      this.#askForTicket(!isOurs);
      if (isOurs) hush(this.#wrong);
      else say(this.#wrong, "other_survey");
    } catch {
      say(this.#wrong, "no_ticket");
    }
  }

  #askForTicket(isAsked: boolean): void {
    for (const one of parts(this, "[data-with-ticket]")) one.hidden = isAsked;
    for (const one of parts(this, "[data-without-ticket]")) one.hidden = !isAsked;
  }

  /** Whether the answers given so far make this screen one of theirs. */
  #concerns(screen: HTMLElement): boolean {
    const asked = screen.dataset.if;
    if (!asked) return true;
    const answers = new FormData(this.#form);
    return asked.split(" ").some((condition) => {
      const [name, choices] = condition.split("=") as [string, string];
      return answers.getAll(name).some((answer) => choices.split(",").includes(answer as string));
    });
  }

  #next(from: number, step: 1 | -1): number {
    let at = from + step;
    while (at > 0 && at < this.#screens.length - 1 && !this.#concerns(this.#screens[at] as HTMLElement)) at += step;
    return at;
  }

  /** After the last question of this part of the survey. */
  #afterPart(): number {
    const of = this.#screens[this.#at]?.dataset.part;
    let at = this.#at;
    while (this.#screens[at]?.dataset.part === of) at += 1;
    return this.#next(at - 1, 1);
  }

  #clicked(event: Event): void {
    const to = (event.target as Element).closest<HTMLElement>("[data-to]")?.dataset.to;
    if (to === "next") this.#show(this.#next(this.#at, 1));
    else if (to === "back") this.#show(this.#next(this.#at, -1));
    else if (to === "skip") this.#show(this.#afterPart());
    else if (to === "end") this.#show(this.#screens.length - 1);
    else if (to === "discard") this.#discard();
  }

  #back(): boolean {
    if (this.#isOver || this.#at === 0) return false;
    this.#show(this.#next(this.#at, -1));
    return true;
  }

  #show(at: number, isTold = true): void {
    if (at < 0 || at >= this.#screens.length) return;
    if (at > 0) this.#guard.stand();
    if (isTold) hush(this.#wrong);
    this.#at = at;
    this.#screens.forEach((screen, i) => {
      screen.hidden = i !== at;
    });
    const screen = this.#screens[at] as HTMLElement;
    const isLast = at === this.#screens.length - 1;
    this.#bar.hidden = at === 0 || isLast;
    if (isLast) fill(screen, { count: this.#count() });
    this.#label();
    if (!isTold) return;
    part(screen, "[data-start]").focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  #count(): number {
    return new Set([...new FormData(this.#form).keys()].filter((name) => name.includes("."))).size;
  }

  /** What was answered can be continued; what was not can be skipped. */
  #label(): void {
    const screen = this.#screens[this.#at] as HTMLElement;
    const isSkipped = screen.querySelector("input") !== null && screen.querySelector("input:checked") === null;
    for (const text of parts(this.#bar, "[data-when]")) text.hidden = (text.dataset.when === "empty") !== isSkipped;
  }

  async #send(): Promise<void> {
    const button = part<HTMLButtonElement>(this, "[data-send]");
    if (button.disabled) return;
    button.disabled = true;
    hush(this.#wrong);
    try {
      const said = new URLSearchParams(new FormData(this.#form) as unknown as Record<string, string>);
      const how = { method: "POST", body: said, headers: { Accept: "application/json" }, credentials: "omit" } as const;
      const answer = await fetch(location.pathname, how);
      if (answer.ok) return this.#over("[data-kept]");
      const { sentence } = FAILED.has(answer.status) ? ((await answer.json()) as { sentence?: string }) : {};
      if (!sentence) throw new Error(String(answer.status));
      this.#wrong.textContent = sentence;
      this.#wrong.hidden = false;
      this.#askForTicket(true);
    } catch {
      say(this.#wrong, "not_sent");
    } finally {
      button.disabled = false;
    }
    this.#wrong.scrollIntoView({ block: "center" });
  }

  #discard(): void {
    this.#over("[data-discarded]");
  }

  #over(what: string): void {
    this.#isOver = true;
    this.#form.reset();
    this.#form.hidden = true;
    const shown = part(this, what);
    shown.hidden = false;
    part(shown, "[data-start]").focus();
    scrollTo({ top: 0 });
  }
}

customElements.define("pv-survey", SurveyElement);
