/**
 * `<pv-mailbox>`: nine words open what was said, who may read it, and what may be done with it. All of it lives in the
 * page's memory, and goes when the page is closed, left, or forgotten on a table.
 */
import { minutes, type Hex } from "../seal/fields.ts";
import type { Mailbox, Prepared, Thread } from "../testimony/mailbox.ts";
import type { Upload } from "../testimony/upload.ts";
import { guardBack } from "./back.ts";
import { emptyBox, goToLast, showBox } from "./box.ts";
import type { Files } from "./files.ts";
import { keepsake, LARGEST, type Inside } from "./keepsake.ts";
import { moment } from "./moments.ts";
import { pageData, readySeal, type PageData, type Unseal } from "./page.ts";
import type { Readers } from "./readers.ts";
import type { Receipt } from "./receipt.ts";
import { arrive, askBefore, codeOfError, hush, part, parts, row, say, words } from "./sentences.ts";
import { filesOf, releaseFiles, save } from "./talk.ts";
import type { WordsIn } from "./words-in.ts";

type Place = "words" | "busy" | "box" | "transmit" | "receipt" | "withdraw" | "gone";

/** Minutes without a touch after which the mailbox closes by itself, unless something is being written. */
const IDLE = 15;

export class MailboxPage extends HTMLElement {
  #page!: PageData;
  #mailbox: Mailbox | undefined;
  #files!: Files;
  #receipt!: Receipt;
  #typed!: WordsIn;
  #readers!: Readers;
  #place: Place = "words";
  #busy = false;
  #stop = new AbortController();
  #prepared: Prepared | undefined;
  #newReceipt: Uint8Array<ArrayBuffer> | undefined;
  #guard!: ReturnType<typeof guardBack>;
  #touched = Date.now();

  connectedCallback(): void {
    this.#page = pageData();
    this.#files = part<Files>(this, "pv-files");
    this.#receipt = part<Receipt>(this, "pv-receipt");
    this.#typed = part<WordsIn>(this, "pv-words-in");
    this.#readers = part<Readers>(this, "pv-readers");
    this.#files.limits = this.#page.limits;
    this.#guard = guardBack(() => this.#browserBack());
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("pv-open", () => void this.#open());
    this.addEventListener("pv-kept", () => void this.#wordsKept());
    this.addEventListener("pv-readers", () => this.#choosing());
    document.addEventListener("click", (event) => this.#leaving(event), { capture: true });
    for (const touch of ["pointerdown", "keydown", "input"]) addEventListener(touch, () => (this.#touched = Date.now()), { passive: true });
    setInterval(() => this.#idle(), 20_000);
    addEventListener("pv-leave", () => this.#forget());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    void this.#prepare();
  }

  async #prepare(): Promise<Unseal | undefined> {
    const notice = part(this, "[data-notice]");
    try {
      const seal = await readySeal<Unseal>();
      hush(notice);
      this.#typed.seal = seal;
      return seal;
    } catch (error) {
      say(notice, codeOfError(error) === "cannot_seal" ? "cannot_open" : "no_program_to_open");
      return undefined;
    }
  }

  #go(place: Place): void {
    this.#place = place;
    for (const section of parts(this, "[data-place]")) section.hidden = section.dataset.place !== place;
    this.#receipt.hidden = place !== "receipt";
    if (place !== "words") this.#guard.stand();
    if (place !== "receipt") arrive(part(this, `[data-place=${place}] h1`));
  }

  #browserBack(): boolean {
    if (["transmit", "withdraw"].includes(this.#place)) this.#go("box");
    else if (this.#place === "receipt") this.#keepWords();
    else if (this.#place === "box" && this.#unsent) return true;
    else if (this.#place === "box") this.#close();
    else return this.#place === "busy";
    return this.#place !== "words";
  }

  #clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-do]");
    const acts: Record<string, () => unknown> = {
      open: () => this.#open(),
      close: () => this.#close(),
      box: () => this.#go("box"),
      say: () => this.#say(),
      refresh: () => this.#refresh(),
      last: () => goToLast(this),
      transmit: () => this.#chooseReaders(),
      "transmit-now": () => this.#transmit(),
      "new-words": () => this.#offerWords(),
      "keep-words": () => this.#keepWords(),
      withdraw: () => this.#go("withdraw"),
      "withdraw-now": () => this.#withdraw(),
      keepsake: () => this.#keepsake(),
    };
    if (button?.dataset.do) void acts[button.dataset.do]?.();
    else if ((event.target as Element).closest("[data-reload]")) void this.#prepare();
  }

  /** One thing at a time; a refusal is said where it happened. */
  async #doing(act: () => Promise<void>, trouble: HTMLElement, prefix = ""): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.toggleAttribute("data-busy", true);
    for (const said of [trouble, part(this, "[data-top-status]"), part(this, "[data-top-trouble]")]) hush(said);
    try {
      await act();
    } catch (error) {
      const code = codeOfError(error);
      // What the seal refuses and what a door refuses share some codes, not their sentences.
      const sealed = (error as Error).name === "SealError" ? [`sealed_${code}`] : [];
      say(trouble, [`${prefix}${code}`, ...sealed].find((one) => document.querySelector(`template[data-sentence="${one}"]`)) ?? code);
    } finally {
      this.#busy = false;
      this.toggleAttribute("data-busy", false);
    }
  }

  async #open(): Promise<void> {
    const trouble = part(this, "[data-place=words] [data-trouble]");
    await this.#doing(
      async () => {
        const seal = await this.#prepare();
        if (!seal) return part(this, "[data-notice]").scrollIntoView({ block: "nearest" });
        const receipt = await this.#typed.read(seal);
        if (!receipt) return;
        this.#wait("opening");
        try {
          this.#mailbox = await seal.Mailbox.open(this.#page, new seal.Api(this.dataset.api as string), receipt);
        } catch (error) {
          this.#go("words");
          throw error;
        }
        this.#typed.forget();
        // Without it nothing is lost, and the next visit tries again: what she came for is shown all the same.
        const opened = this.#mailbox;
        await opened.renew().catch(() => opened.refresh().catch(() => undefined));
        this.#show();
        this.#go("box");
      },
      trouble,
      "reading_",
    );
  }

  #wait(code: string): void {
    this.#go("busy");
    say(part(this, "[data-doing]"), code);
  }

  get #thread(): Thread | undefined {
    return this.#mailbox?.conversation ?? this.#mailbox?.private;
  }

  get #text(): HTMLTextAreaElement {
    return part<HTMLTextAreaElement>(this, "[data-message]");
  }

  get #unsent(): boolean {
    return this.#mailbox !== undefined && (this.#text.value.trim() !== "" || this.#files.value.length > 0);
  }

  #show(): void {
    showBox(this, this.#mailbox as Mailbox, this.#page.answer_days);
  }

  async #refresh(): Promise<void> {
    const status = part(this, "[data-box-status]");
    const before = this.#thread?.read.items.length;
    hush(status);
    await this.#doing(async () => {
      await this.#mailbox?.refresh();
      this.#show();
      say(status, this.#thread?.read.items.length === before ? "nothing_new" : "something_new");
    }, part(this, "[data-box-trouble]"), "reading_");
  }

  /** Sealed once; if the answer is lost, the page looks whether it arrived before it sends the same again. */
  async #say(): Promise<void> {
    const mailbox = this.#mailbox as Mailbox;
    const status = part(this, "[data-box-status]");
    await this.#doing(async () => {
      const seal = await readySeal<Unseal>();
      const thread = this.#thread;
      if (!thread) return;
      const unsure = this.#prepared;
      if (unsure) await mailbox.refresh();
      if (!unsure || !mailbox.has(unsure)) {
        if (!this.#unsent) return say(part(this, "[data-box-trouble]"), "nothing_to_add");
        if (!(await this.#files.settled())) return;
        this.#stop = new AbortController();
        const uploads = this.#files.value.map(({ blob, name }) => this.#upload(seal, blob, name));
        const lines = new Map(uploads.map((upload) => [upload, row("sending_file", { name: upload.name })]));
        part(this, "[data-sending-files]").replaceChildren(...lines.values());
        say(status, uploads.length ? "files" : "sending");
        const current = unsure ? (this.#thread as Thread) : thread;
        const prepared = await mailbox.prepare(current, this.#text.value, uploads);
        await this.#deliver(mailbox, prepared, lines);
      }
      this.#said(status);
    }, part(this, "[data-box-trouble]"));
    part(this, "[data-sending-files]").replaceChildren();
    if (this.#unsent) hush(status);
  }

  readonly #uploads = new Map<Blob, Upload>();

  #upload(seal: Unseal, blob: Blob, name: string): Upload {
    const upload = this.#uploads.get(blob) ?? new seal.Upload(blob, name);
    this.#uploads.set(blob, upload);
    return upload;
  }

  async #deliver(mailbox: Mailbox, prepared: Prepared, lines: Map<Upload, HTMLElement>): Promise<void> {
    try {
      await mailbox.say(prepared, this.#stop.signal, (upload, arrived, all) => {
        const bar = part<HTMLProgressElement>(lines.get(upload) as HTMLElement, "progress");
        bar.max = all;
        bar.value = arrived;
      });
    } catch (error) {
      if ((error as { unsure?: boolean }).unsure) this.#prepared = prepared;
      // What came in between is shown, and the same text may then be sent after it.
      if (codeOfError(error) === "stale") await mailbox.refresh().then(() => this.#show(), () => undefined);
      throw error;
    }
  }

  #said(status: HTMLElement): void {
    this.#prepared = undefined;
    this.#text.value = "";
    this.#files.clear();
    this.#uploads.clear();
    say(status, this.#mailbox?.conversation ? "said" : "added");
    void this.#mailbox?.refresh().then(() => this.#show(), () => undefined);
  }

  async #chooseReaders(chosen?: readonly Hex[]): Promise<void> {
    const mailbox = this.#mailbox as Mailbox;
    const aside = chosen ?? mailbox.readers.aside.map(({ fpr }) => fpr);
    this.#go("transmit");
    try {
      const seal = await readySeal<Unseal>();
      this.#readers.show(await mailbox.cell(seal.words), aside);
    } catch {
      this.#readers.refuse("directory_refused");
    }
    this.#choosing();
  }

  #choosing(): void {
    part<HTMLButtonElement>(this, "[data-do=transmit-now]").disabled = !this.#readers.anybody;
  }

  async #transmit(): Promise<void> {
    const mailbox = this.#mailbox as Mailbox;
    await this.#doing(async () => {
      this.#wait("sending");
      try {
        await mailbox.transmit(await mailbox.transmission(this.#readers.excluded));
      } catch (error) {
        this.#go("transmit");
        // The answer may have been lost: what counts is whether it is there.
        if (codeOfError(error) === "directory_changed") await mailbox.refresh().then(() => this.#chooseReaders(this.#readers.excluded));
        const elsewhere = codeOfError(error) === "stale";
        if (!(error as { unsure?: boolean }).unsure && !elsewhere) throw error;
        await mailbox.refresh().catch(() => undefined);
        if (!mailbox.conversation) throw error;
        if (elsewhere) say(part(this, "[data-top-status]"), "sent_before");
      }
      if (part(this, "[data-top-status]").hidden) say(part(this, "[data-top-status]"), "said");
      await mailbox.refresh();
      this.#show();
      this.#go("box");
    }, part(this, "[data-place=transmit] [data-trouble-sending]"));
  }

  async #offerWords(): Promise<void> {
    const seal = await readySeal<Unseal>();
    const { receipt, shown } = await (this.#mailbox as Mailbox).newReceipt(seal.words);
    this.#newReceipt = receipt;
    this.#go("receipt");
    this.#receipt.show(shown);
  }

  #keepWords(): void {
    this.#newReceipt = undefined;
    this.#receipt.forget();
    this.#go("box");
  }

  /** The new words are typed again before the old ones stop opening. */
  async #wordsKept(): Promise<void> {
    const receipt = this.#newReceipt;
    if (!receipt) return;
    this.#wait("changing_words");
    await this.#doing(async () => {
      try {
        await this.#mailbox?.changeWords(receipt);
        this.#newReceipt = undefined;
        say(part(this, "[data-top-status]"), "words_changed");
        this.#show();
      } catch (error) {
        this.#go("box");
        throw Object.assign(new Error("words"), { code: (error as { unsure?: boolean }).unsure ? "words_unsure" : "words_not_changed" });
      }
      this.#go("box");
    }, part(this, "[data-top-trouble]"));
  }

  async #withdraw(): Promise<void> {
    const box = part<HTMLInputElement>(this, "[data-sure]");
    const trouble = part(this, "[data-place=withdraw] [data-trouble]");
    if (!box.checked) {
      say(trouble, "tick_first");
      return box.focus();
    }
    await this.#doing(async () => {
      this.#wait("erasing");
      try {
        await this.#mailbox?.withdraw();
      } catch (error) {
        this.#go("withdraw");
        throw error;
      }
      this.#forget();
      this.#go("gone");
    }, trouble, "reading_");
  }

  async #keepsake(): Promise<void> {
    const mailbox = this.#mailbox as Mailbox;
    const status = part(this, "[data-keepsake-status]");
    await this.#doing(async () => {
      const inside: Inside[] = [];
      const files = mailbox.threads.flatMap((thread) => [...filesOf(thread)]);
      let room = LARGEST;
      say(status, "keepsake_making");
      for (const [item, said] of files) {
        const fits = said.body.size <= room;
        inside.push({ item, name: said.body.name, blob: fits ? await mailbox.file(said) : undefined });
        if (fits) room -= said.body.size;
      }
      const head = row("keepsake_head", { when: moment(minutes()) });
      save(await keepsake(words("keepsake_title"), [head, ...parts(this, "[data-keep]")], inside), `${words("keepsake_file")}.html`);
      say(status, inside.some(({ blob }) => !blob) ? "keepsake_partly" : "keepsake_made");
    }, status);
  }

  #idle(): void {
    if (!this.#mailbox || this.#busy || this.#unsent || this.#place === "receipt") return;
    if (Date.now() - this.#touched < IDLE * 60_000) return;
    this.#close();
    say(part(this, "[data-place=words] [data-trouble]"), "closed_idle", { minutes: IDLE });
  }

  #close(): void {
    this.#forget();
    this.#go("words");
  }

  #forget(): void {
    this.#stop.abort();
    this.#mailbox = undefined;
    this.#prepared = undefined;
    this.#newReceipt = undefined;
    this.#uploads.clear();
    this.#files.clear();
    this.#receipt.forget();
    this.#typed.forget();
    this.#text.value = "";
    part<HTMLInputElement>(this, "[data-sure]").checked = false;
    releaseFiles();
    emptyBox(this);
    for (const said of parts(this, "[data-box-status], [data-box-trouble], [data-keepsake-status], [data-top-status], [data-top-trouble]")) hush(said);
  }

  #leaving(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    if (!link || link.dataset.exit !== undefined || link.target || link.download || /^(?:tel|sms|blob):$/.test(link.protocol)) return;
    if (!this.#unsent || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    askBefore(part(this, "dialog[data-leave]"), link);
  }
}

customElements.define("pv-mailbox", MailboxPage);
