/** `<pv-case>`: a case, opened in place once the vault is. Words that somebody is typing are never taken away. */
import { access, changes, toColleagues, toReporter, type Claim } from "../cell/write.ts";
import { directoryNamed, OpenCase, type CaseData } from "../cell/case.ts";
import { readable } from "../cell/readable.ts";
import type { Said } from "../seal/bodies.ts";
import { SealError } from "../seal/errors.ts";
import type { Hex } from "../seal/fields.ts";
import type { Identity } from "../seal/identity.ts";
import type { Left, Member } from "../seal/member.ts";
import { dialog, type Window } from "./case-dialogs.ts";
import { releaseFiles } from "./case-files.ts";
import { showReaders, showState, showTalk, showTestimony, showTroubles, type Rows } from "./case-view.ts";
import { tellRefusal, Writer } from "./case-write.ts";
import { call, mine, Refusal } from "./doors.ts";
import { cellOf, knownKeys, lastLeft, rememberKeys, rememberLeft } from "./keyring.ts";
import { hush, part, parts, row, say, words } from "./sentences.ts";
import { isPutAside } from "./aside.ts";
import { CHANGED, openMember, vaultIsOpen } from "./session.ts";
import { save } from "./talk.ts";

const PATHS: Record<string, string> = { take_up: "prendre", close: "fermer", reopen: "rouvrir", export: "export", read: "lu" };
const DONE: Record<string, string> = { take_up: "taken_up", close: "closed", reopen: "opened_again" };

export class CasePage extends HTMLElement {
  #data!: CaseData;
  #asked: Hex = "";
  #member: Member | undefined;
  #opened: OpenCase | undefined;
  #left: Left | undefined;
  #rows: Rows = new Map();
  #writers: Writer[] = [];
  #looking: Promise<void> = Promise.resolve();
  #tabs: BroadcastChannel | undefined;

  connectedCallback(): void {
    this.#data = JSON.parse(document.getElementById("case")?.textContent ?? "null") as CaseData;
    this.#asked = /\/situations\/([0-9a-f]{32})\//.exec(location.pathname)?.[1] ?? "";
    this.#writers = (["message", "note"] as const).map((kind) => {
      const name = kind === "message" ? "answer" : "note";
      return new Writer(part(this, `[data-write="${name}"]`), kind, () => this.#desk(kind));
    });
    this.#act();
    this.#watch();
    if (vaultIsOpen()) void this.#open();
  }

  #watch(): void {
    addEventListener(CHANGED, () => (vaultIsOpen() ? void this.#open() : this.#close()));
    addEventListener("beforeunload", (event) => {
      if (this.#writers.some((writer) => !writer.isEmpty)) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.#opened) void this.#refresh().catch(() => undefined);
    });
    this.#tabs = new BroadcastChannel("portevoix case");
    this.#tabs.onmessage = ({ data }) => {
      if (data === this.#asked && this.#opened) void this.#refresh().catch(() => undefined);
    };
  }

  async #open(): Promise<void> {
    part(this, "[data-waiting]").hidden = false;
    try {
      this.#member = await openMember();
      await this.#look();
      part(this, "[data-opened]").hidden = false;
      await this.#read();
    } catch (error) {
      this.#fail(error);
    } finally {
      part(this, "[data-waiting]").hidden = true;
    }
  }

  /** Nothing that was opened stays on the screen or in memory; what is being typed stays in its field. */
  #close(): void {
    releaseFiles();
    this.#member = undefined;
    this.#opened = undefined;
    this.#rows.clear();
    for (const place of ["[data-testimony]", "[data-talk]", "[data-notes]", '[data-files="testimony"]', "[data-readers]"]) {
      part(this, place).replaceChildren();
    }
    for (const window of parts<HTMLDialogElement>(this, "dialog[open]")) window.close();
    part(this, "[data-opened]").hidden = true;
    this.#title(undefined);
  }

  #title(title: string | undefined): void {
    const heading = document.getElementById("situation");
    if (!heading) return;
    heading.dataset.reference ??= heading.textContent ?? "";
    heading.textContent = title ?? heading.dataset.reference;
  }

  #fail(error: unknown): void {
    part(this, "[data-opened]").hidden = true;
    tellRefusal(part(this, "[data-trouble]"), error);
  }

  /** The whole case as the server shows it now, verified again from the first record. */
  async #look(again = false): Promise<void> {
    const member = this.#member;
    if (!member) return;
    const left = this.#left ?? (await lastLeft(member, this.#asked));
    const cell = await cellOf(member, directoryNamed(this.#data.sealed));
    if (!cell) throw new SealError("directory_older", "no directory");
    const opened = await OpenCase.open({
      keys: member.keys,
      data: this.#data.sealed,
      asked: this.#asked,
      directories: cell.directories,
      renewed: mine().renewed,
      known: (stream) => knownKeys(member, stream),
      left,
    });
    if (opened.troubles.length && left && !this.#left && !again) {
      // Another device may have read more since this page was made: only what the server shows after that counts.
      this.#data = (await call("GET", `situations/${this.#asked}`)) as CaseData;
      return this.#look(true);
    }
    for (const { wire, read } of opened.threads) await rememberKeys(member, wire.stream, read.keys);
    if (this.#member !== member) return;
    this.#opened = opened;
    this.#left = opened.left;
    // The first time, a case of which something does not hold is not taken for the true one.
    if (left || opened.troubles.length === 0) await rememberLeft(member, this.#asked, opened.left);
    this.#show();
  }

  #show(): void {
    const opened = this.#opened;
    if (!opened) return;
    const { state } = this.#data;
    const showing = { host: this, opened, rows: this.#rows, viewer: this.dataset.viewer as string };
    hush(part(this, "[data-trouble]"));
    this.#title(opened.title);
    showState(this, state, (member) => this.#nameOf(member));
    showTestimony(showing);
    showTalk(showing);
    showReaders(showing);
    showTroubles(this, opened.troubles);
    this.#allow("answer", state.may.answer);
    this.#allow("note", !state.notes || opened.notes !== undefined);
    part(this, '[data-act="open_to"]').hidden = this.#choices(false).length === 0;
    part(this, '[data-act="rekey"]').hidden = opened.gone.length === 0;
  }

  #allow(what: string, may: boolean): void {
    part(this, `[data-write="${what}"]`).hidden = !may;
    part(this, `[data-not-now="${what}"]`).hidden = may;
  }

  #nameOf(member: string): string {
    const fpr = this.#data.state.colleagues.find((one) => one.member === member)?.fpr;
    return (fpr && this.#opened?.member(fpr)?.name) || "";
  }

  /** One look at a time; whoever asks while one is under way gets the next. */
  #refresh(): Promise<void> {
    const again = async () => {
      try {
        this.#data = (await call("GET", `situations/${this.#asked}`)) as CaseData;
        await this.#look();
      } catch (error) {
        if (error instanceof Refusal && error.code === "unknown") {
          this.#close();
          this.#fail(error);
        }
        throw error;
      }
    };
    this.#looking = this.#looking.catch(() => undefined).then(again);
    return this.#looking;
  }

  async #read(): Promise<void> {
    if (!this.#opened?.troubles.length) await this.#post("read").catch(() => undefined);
  }

  async #post(act: string): Promise<void> {
    await call("POST", `situations/${this.#asked}/${PATHS[act]}`, {});
  }

  #desk(kind: "message" | "note") {
    const [member, opened] = [this.#member, this.#opened];
    if (!member || !opened) return undefined;
    return {
      where: opened.where,
      largest: Number(this.dataset.largest),
      seal: async (said: readonly Said[], files: readonly Claim[]) => {
        await this.#closeToThoseWhoLeft(kind === "note");
        const now = this.#opened as OpenCase;
        return (kind === "message" ? toReporter : toColleagues)(member.keys, now, said, files);
      },
      refresh: () => this.#refresh(),
      done: () => this.#told(),
      sent: () => (kind === "note" ? "noted" : this.#data.state.may.take_up ? "sent_by_nobody" : "sent"),
    };
  }

  /** Before anything new is said, the key is changed if somebody holds it who should not. */
  async #closeToThoseWhoLeft(notes: boolean): Promise<void> {
    const opened = this.#opened as OpenCase;
    mustHold(opened);
    if (opened.gone.length === 0 && !(notes && opened.strangers.length)) return;
    await this.#changeAccess({});
  }

  async #changeAccess({ add = [], rekey = false, to = null }: { add?: readonly Identity[]; rekey?: boolean; to?: Hex | null }): Promise<void> {
    const [member, opened] = [this.#member as Member, this.#opened as OpenCase];
    mustHold(opened);
    const streams = await changes(member.keys, opened, { add, rekey });
    if (streams.length || to) {
      const { path, body } = access(opened, streams, to);
      await call("POST", path, body);
    }
    await this.#refresh();
  }

  #told(): void {
    hush(part(this, "[data-said]"));
    this.#tabs?.postMessage(this.#asked);
    void this.#read();
  }

  #done(code: string): void {
    this.#told();
    const said = part(this, "[data-said]");
    say(said, code);
    said.scrollIntoView({ block: "nearest" });
    // The button that was pressed may have gone with what it did: whoever works by keyboard goes on from what was said.
    setTimeout(() => document.activeElement === document.body && said.focus());
  }

  /** Colleagues the directory lists, whom the reporter did not put aside, under any of their keys. */
  #choices(mayReadAlready: boolean) {
    const opened = this.#opened;
    const { directory } = opened ?? {};
    if (!opened || !directory) return [];
    const granted = opened.conversation.last?.granted ?? [];
    const aside = opened.conversation.last?.excluded ?? [];
    return this.#data.state.colleagues.flatMap(({ member, fpr }) => {
      const listed = directory.members.get(fpr);
      const reads = granted.includes(fpr);
      if (!listed?.reads || isPutAside(fpr, aside, opened.directories, opened.renewed) || (reads && !mayReadAlready)) return [];
      return [{ member, listed, reads }];
    });
  }

  #act(): void {
    const windows = Object.fromEntries(["colleague", "close", "rename", "export", "rekey"].map((name) => [name, dialog(this, name)])) as Record<string, Window>;
    const on = (act: string, listener: () => void) => part(this, `[data-act="${act}"]`).addEventListener("click", listener);
    on("take_up", () => void this.#simply("take_up"));
    on("reopen", () => void this.#simply("reopen"));
    on("close", () => windows.close?.ask(() => this.#do("close")));
    on("pass_on", () => this.#askColleague(windows.colleague as Window, "pass_on"));
    on("open_to", () => this.#askColleague(windows.colleague as Window, "open_to"));
    on("rekey", () => windows.rekey?.ask(async () => {
      await this.#changeAccess({ rekey: true });
      this.#done("rekeyed");
    }));
    on("rename", () => this.#askTitle(windows.rename as Window));
    on("export", () => windows.export?.ask(() => this.#export(windows.export as Window)));
  }

  async #do(act: string): Promise<void> {
    try {
      await this.#post(act);
    } finally {
      await this.#refresh();
    }
    this.#done(DONE[act] as string);
  }

  async #simply(act: string): Promise<void> {
    const button = part<HTMLButtonElement>(this, `[data-act="${act}"]`);
    if (button.disabled) return;
    button.disabled = true;
    try {
      await this.#do(act);
    } catch (error) {
      const trouble = part(this, "[data-trouble]");
      tellRefusal(trouble, error);
      trouble.focus();
    } finally {
      button.disabled = false;
    }
  }

  #askColleague(window: Window, why: "pass_on" | "open_to"): void {
    for (const words of parts(window.element, "[data-for]")) words.hidden = words.dataset.for !== why;
    const choices = this.#choices(why === "pass_on");
    const lines = choices.map(({ member, listed, reads }) => {
      const role = reads ? listed.role : `${listed.role} · ${words("must_be_opened")}`;
      const line = row("colleague", { name: listed.name, role });
      part<HTMLInputElement>(line, "input").value = member;
      return line;
    });
    part(window.element, "[data-colleagues]").replaceChildren(...lines);
    part(window.element, "[data-nobody]").hidden = lines.length > 0;
    window.ask(async () => {
      const chosen = window.element.querySelector<HTMLInputElement>("input:checked")?.value;
      const choice = choices.find(({ member }) => member === chosen);
      if (!choice) throw Object.assign(new Refusal("choose", "", 0));
      await this.#changeAccess({ add: choice.reads ? [] : [choice.listed], to: why === "pass_on" ? choice.member : null });
      this.#done(why === "pass_on" ? "passed_on" : "opened_to");
    });
  }

  #askTitle(window: Window): void {
    const field = part<HTMLInputElement>(window.element, "#title");
    field.value = this.#opened?.title ?? "";
    window.ask(async () => {
      const text = field.value.trim();
      const desk = this.#desk("note");
      if (!text || !desk) throw new Refusal("nothing_written", "", 0);
      const { path, body } = await desk.seal([{ kind: "title", body: { text } }], []);
      await call("POST", path, body);
      await this.#refresh();
      this.#done("renamed");
    });
  }

  async #export(window: Window): Promise<void> {
    const [opened, member] = [this.#opened as OpenCase, this.#member as Member];
    const reference = this.#asked.slice(0, 6);
    const title = opened.title ?? reference;
    const withNotes = part<HTMLInputElement>(window.element, "[data-with-notes]").checked;
    const school = this.dataset.school ?? "";
    const file = await readable({ opened, reference, school, title, withNotes, who: opened.member(member.keys.fpr)?.name ?? "" });
    await this.#post("export");
    save(file, `situation-${reference}.html`);
    this.#done("exported");
  }
}

/** While the list of who may read does not hold, nothing is sealed for anybody in it. */
function mustHold(opened: OpenCase): void {
  const broken = opened.troubles.find(({ what, code }) => what === "record" || code === "excluded");
  if (broken) throw new SealError(broken.code, "who may read does not hold");
}

export function defineCase(): void {
  customElements.define("pv-case", CasePage);
}
