/**
 * `<pv-compose>`: someone writes, chooses who reads, and sends, once. Until then nothing leaves the page, and nothing
 * is ever kept on the device: closing the page closes it, without a question that would keep it on the screen.
 */
import type { Sender, Shown } from "../testimony/deposit.ts";
import { hasWords, type Answers, type Voice, type Written } from "../testimony/draft.ts";
import { workingDaysAfter } from "../testimony/delays.ts";
import type { Upload } from "../testimony/upload.ts";
import type { Files } from "./files.ts";
import { day, list } from "./moments.ts";
import { freshPageData, pageData, readySeal, verifiedCell, type PageData, type Seal } from "./page.ts";
import type { Cell, Readers } from "./readers.ts";
import type { Receipt } from "./receipt.ts";
import { arrive, askBefore, codeOfError, fill, hush, part, parts, row, say } from "./sentences.ts";
import type { Steps } from "./steps.ts";

type Kind = "conversation" | "private";
type Place = "writing" | "sending" | "receipt" | "end";

const stopped = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }));

export class Compose extends HTMLElement {
  #page!: PageData;
  #steps!: Steps;
  #files!: Files;
  #readers!: Readers;
  #receipt!: Receipt;
  #cell: Cell | undefined;
  #sender: Sender | undefined;
  readonly #uploads = new Map<Blob, Upload>();
  #stop = new AbortController();
  #busy = false;
  #kind: Kind = "conversation";
  #place: Place = "writing";

  connectedCallback(): void {
    this.#page = pageData();
    this.#steps = part<Steps>(this, "pv-steps");
    this.#files = part<Files>(this, "pv-files");
    this.#readers = part<Readers>(this, "pv-readers");
    this.#receipt = part<Receipt>(this, "pv-receipt");
    this.#files.limits = this.#page.limits;
    this.#steps.heldBack = () => this.#place !== "end";
    this.addEventListener("change", () => this.#adapt());
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("pv-screen", () => this.#review());
    this.addEventListener("pv-readers", () => this.#review());
    this.addEventListener("pv-kept", () => this.#end());
    this.addEventListener("input", (event) => this.#measure(event.target as Element));
    document.addEventListener("click", (event) => this.#leaving(event), { capture: true });
    addEventListener("pv-leave", () => this.#forget());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    this.#adapt();
    void this.#prepare();
  }

  /** Loads and tries the seal long before it is needed, so that nobody writes for nothing. */
  async #prepare(): Promise<Seal | undefined> {
    const notice = part(this, "[data-notice]");
    try {
      const seal = await readySeal();
      hush(notice);
      if (!this.#cell) await this.#verify(seal);
      return seal;
    } catch (error) {
      say(notice, codeOfError(error));
      return undefined;
    }
  }

  async #verify(seal: Seal): Promise<void> {
    try {
      this.#cell = await verifiedCell(seal, this.#page);
      this.#readers.show(this.#cell);
    } catch (error) {
      this.#readers.refuse(codeOfError(error) === "no_members" || this.#page.directories.length === 0 ? "no_members" : "directory_refused");
    }
    this.#review();
  }

  #written(): Written {
    const voice = part<HTMLInputElement>(this, "input[name=voice]:checked").value as Voice;
    const answers: Record<string, string> = {};
    for (const box of parts<HTMLInputElement>(this, "input[data-adds]:checked")) {
      const name = box.dataset.adds as string;
      const said = (box.closest("label")?.textContent ?? "").trim().replace(/\s+/gu, " ");
      answers[name] = answers[name] ? `${answers[name]}\n${said}` : said;
    }
    for (const field of parts<HTMLTextAreaElement>(this, "[data-answer]")) {
      const name = field.dataset.answer as string;
      if (field.value.trim()) answers[name] = answers[name] ? `${answers[name]}\n${field.value.trim()}` : field.value;
    }
    for (const choice of parts<HTMLInputElement>(this, "input[data-choice]:checked")) answers[choice.name] = choice.value;
    const { text = "", voice: _, ...rest } = answers;
    return { voice, text, answers: rest as Answers };
  }

  /** The questions speak to whoever writes; an answer may bring something at once. */
  #adapt(): void {
    const voice = part<HTMLInputElement>(this, "input[name=voice]:checked").value;
    for (const variant of parts(this, "[data-voice]")) {
      variant.hidden = !(variant.dataset.voice as string).split(" ").includes(voice);
    }
    const brought = parts(this, "[data-when-answer]").filter((shown) => {
      const was = shown.hidden;
      shown.hidden = !parts<HTMLInputElement>(this, "input[data-choice]:checked").some(({ name, value }) =>
        (shown.dataset.whenAnswer as string).split(" ").includes(`${name}=${value}`),
      );
      return was && !shown.hidden;
    });
    for (const shown of brought) shown.scrollIntoView({ block: "nearest" });
  }

  #measure(field: Element): void {
    if (!(field instanceof HTMLTextAreaElement) || !field.dataset.answer) return;
    const most = field.dataset.answer === "text" ? this.#page.limits.text : this.#page.limits.answer;
    const said = this.querySelector<HTMLElement>(`[data-too-long="${field.dataset.answer}"]`);
    const over = field.value.length - most;
    field.toggleAttribute("data-over", over > 0);
    if (said && over > 0) say(said, "too_long", { over });
    else if (said) hush(said);
  }

  /** The last screen: what was written, read again, and what may be done with it. */
  #review(): void {
    if (this.#steps.screen !== "send") return;
    const written = this.#written();
    const rows = this.#questions().flatMap(([question, answer]) => [row("question", { question }), row("answer", { answer })]);
    part(this, "[data-summary]").replaceChildren(...rows);
    for (const people of parts(this, "[data-who]")) people.replaceChildren(...this.#readers.rows());
    const over = this.querySelector<HTMLElement>("[data-over]");
    const trouble = part(this, "[data-not-yet]");
    if (!hasWords(written)) say(trouble, "nothing_written");
    else if (over) say(trouble, "something_too_long");
    else hush(trouble);
    part(this, "[data-no-reader]").hidden = !this.#cell || this.#readers.anybody;
    for (const button of parts<HTMLButtonElement>(this, "[data-send]")) {
      // Nothing is sent before the list of members is verified and shown.
      const nobody = button.dataset.send === "conversation" ? !this.#readers.anybody : !this.#cell;
      button.disabled = !hasWords(written) || over !== null || nobody;
    }
    part(this, "[data-kept-files]").hidden = this.#files.value.length === 0;
    fill(part(this, "[data-kept-files]"), { names: list(this.#files.value.map(({ name }) => name)) });
  }

  /** Each question as it was asked, with what was answered. */
  #questions(): [string, string][] {
    const said: [string, string][] = [];
    for (const screen of parts(this, "[data-screen]")) {
      const asked = part(screen, "h1").cloneNode(true) as HTMLElement;
      for (const other of parts(asked, "[hidden]")) other.remove();
      const chosen = parts<HTMLInputElement>(screen, "input[data-adds]:checked, input[data-choice]:checked").map((box) =>
        (box.closest("label")?.querySelector("strong") ?? box.closest("label"))?.textContent?.trim(),
      );
      const typed = parts<HTMLTextAreaElement>(screen, "[data-answer]").map((field) => field.value.trim());
      const answer = [...chosen, ...typed].filter(Boolean).join("\n");
      if (answer) said.push([(asked.textContent ?? "").trim(), answer]);
    }
    return said;
  }

  #clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button || button.disabled) return;
    if (button.dataset.send) void this.#send(button.dataset.send as Kind);
    else if (button.matches("[data-retry]")) void this.#send(this.#kind);
    else if (button.matches("[data-reload]")) void this.#prepare();
    else if (button.matches("[data-stop]")) this.#stop.abort();
    else if (button.matches("[data-rewrite]")) this.#go("writing");
    else if (button.matches("[data-copy-text]")) void this.#copyText();
  }

  #go(place: Place, screen = "send"): void {
    this.#place = place;
    this.#steps.hidden = place !== "writing";
    for (const section of parts(this, "[data-place]")) section.hidden = section.dataset.place !== place;
    this.#receipt.hidden = place !== "receipt";
    if (place === "writing") this.#steps.to(screen);
    else if (place !== "receipt") arrive(part(this, `[data-place=${place}] h1`));
  }

  async #send(kind: Kind): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#kind = kind;
    this.#stop = new AbortController();
    const place = part(this, "[data-place=sending]");
    const [doing, trouble] = [part(place, "[data-doing]"), part(place, "[data-trouble]")];
    hush(trouble);
    this.#head("going");
    part(place, "[data-ways]").hidden = true;
    part(place, "[data-stop]").hidden = false;
    say(doing, "sealing");
    this.#go("sending");
    try {
      // A seal that never ends must not hold her here: stopping does not wait for it, and it sends nothing afterwards.
      const { receipt } = await Promise.race([this.#sealAndSend(kind, doing), stopped(this.#stop.signal)]);
      this.#arrived(receipt);
    } catch (error) {
      hush(doing);
      if (this.#stop.signal.aborted) this.#go("writing");
      else if (codeOfError(error) === "directory_changed") await this.#lookAgain();
      else if (codeOfError(error) === "not_cleaned") this.#go("writing", "files");
      else this.#failed(error, place, trouble);
    } finally {
      this.#busy = false;
    }
  }

  /**
   * Someone of the cell has left since the page was opened: who will read is shown anew, before anything is sent. It goes on from the
   * list she has seen, whose words she may have compared: another in its place is refused.
   */
  async #lookAgain(): Promise<void> {
    const aside = this.#readers.excluded;
    try {
      const page = await freshPageData();
      this.#cell = await verifiedCell(await readySeal(), page, this.#cell?.directory);
      this.#page = page;
      this.#readers.show(this.#cell, aside);
      say(part(this.#readers, "[data-trouble]"), "directory_changed");
    } catch {
      this.#cell = undefined;
      this.#readers.refuse("directory_refused");
    }
    this.#go("writing", "readers");
  }

  async #sealAndSend(kind: Kind, doing: HTMLElement) {
    const { signal } = this.#stop;
    const seal = await readySeal();
    if (!this.#cell) await this.#verify(seal);
    return this.#deposit(seal, kind, doing, signal);
  }

  async #deposit(seal: Seal, kind: Kind, doing: HTMLElement, signal: AbortSignal) {
    const { inst } = this.#page;
    if (!this.#cell) throw Object.assign(new Error("no list of members"), { code: "directory_refused" });
    this.#sender ??= await seal.Sender.begin(inst, new seal.Api(this.dataset.api as string), seal.words);
    if (!(await this.#files.settled())) throw Object.assign(new Error("a photo"), { code: "not_cleaned" });
    // Stopped meanwhile: another sending may have begun.
    signal.throwIfAborted();
    const lines = new Map<Upload, HTMLElement>();
    const uploads = this.#files.value.map(({ blob, name }) => {
      const upload = this.#uploads.get(blob) ?? new seal.Upload(blob, name);
      this.#uploads.set(blob, upload);
      lines.set(upload, row("sending_file", { name }));
      return upload;
    });
    part(this, "[data-sending-files]").replaceChildren(...lines.values());
    const choice = { written: this.#written(), kind, directory: this.#cell.directory, excluded: this.#readers.excluded, uploads };
    return this.#sender.send(choice, {
      signal,
      doing: (what) => {
        say(doing, what);
        part(this, "[data-stop]").hidden = what === "sending" || what === "work";
      },
      file: (upload, arrived, all) => {
        const bar = part<HTMLProgressElement>(lines.get(upload) as HTMLElement, "progress");
        bar.max = all;
        bar.value = arrived;
      },
    });
  }

  #head(said: "going" | "stuck" | "unsure"): void {
    for (const head of parts(this, "[data-head]")) head.hidden = head.dataset.head !== said;
  }

  #failed(error: unknown, place: HTMLElement, trouble: HTMLElement): void {
    // What the seal refuses of our own making is a fault of this page, not something the site said.
    const code = (error as Error).name === "SealError" ? "fault" : codeOfError(error);
    say(trouble, code);
    part(place, "[data-stop]").hidden = true;
    part(place, "[data-ways]").hidden = false;
    // Once it may have arrived, it can only be sent again as it was: changed, it could be lost or be there twice.
    const frozen = this.#sender?.frozen ?? false;
    part(place, "[data-rewrite]").hidden = frozen;
    part(place, "[data-frozen]").hidden = !frozen;
    this.#head(frozen ? "unsure" : "stuck");
    part(place, "[data-plain]").hidden = code !== "no_program" && code !== "cannot_seal";
    part(place, "[data-retry]").focus();
    if (code === "offline" || code === "unreachable") {
      addEventListener("online", () => say(trouble, "online_again"), { once: true });
    }
  }

  async #copyText(): Promise<void> {
    const said = part(this, "[data-copied-text]");
    const text = this.#questions().map(([question, answer]) => `${question}\n${answer}`).join("\n\n");
    try {
      await navigator.clipboard.writeText(text);
      say(said, "text_copied");
    } catch {
      say(said, "text_not_copied");
    }
  }

  #arrived(receipt: Shown): void {
    for (const face of parts(this.#receipt, "[data-kind]")) face.hidden = face.dataset.kind !== this.#kind;
    this.#go("receipt");
    this.#receipt.show(receipt);
    this.#forgetText();
  }

  #end(): void {
    const place = part(this, "[data-place=end]");
    for (const variant of parts(place, "[data-kind]")) variant.hidden = variant.dataset.kind !== this.#kind;
    fill(place, { until: day(workingDaysAfter(Date.now(), this.#page.answer_days)) });
    this.#go("end");
  }

  #forgetText(): void {
    for (const field of parts<HTMLTextAreaElement>(this, "textarea, pv-steps input:not([type=radio], [type=checkbox], [type=file])")) field.value = "";
    for (const box of parts<HTMLInputElement>(this, "[type=radio], [type=checkbox]")) box.checked = box.defaultChecked;
    part(this, "[data-summary]").replaceChildren();
    this.#files.clear();
    this.#uploads.clear();
    this.#sender = undefined;
    this.#adapt();
  }

  #forget(): void {
    this.#stop.abort();
    this.#forgetText();
    this.#receipt.forget();
  }

  /** Following a link would lose what is written: the page asks, in its own words. Closing the page is never held back. */
  #leaving(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    if (!link || link.dataset.exit !== undefined || link.target || link.protocol === "tel:" || link.protocol === "sms:") return;
    if (link.hash && link.pathname === location.pathname) return;
    const unsent = this.#place === "receipt" || (this.#place !== "end" && (hasWords(this.#written()) || this.#files.value.length > 0));
    if (!unsent) return;
    event.preventDefault();
    const dialog = part<HTMLDialogElement>(this, "dialog[data-leave]");
    for (const variant of parts(dialog, "[data-while]")) variant.hidden = (variant.dataset.while === "receipt") !== (this.#place === "receipt");
    askBefore(dialog, link);
  }
}

customElements.define("pv-compose", Compose);
