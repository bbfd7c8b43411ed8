/** `<pv-desk>`: titles of the desk, opened in place; and a word looked for in them, here, never on the server. */
import { openTitles, type Access, type Opener, type SealedTitles, type Title } from "../cell/titles.ts";
import { SealError } from "../seal/errors.ts";
import type { Hex } from "../seal/fields.ts";
import type { Member } from "../seal/member.ts";
import { tellRefusal } from "./case-write.ts";
import { call } from "./doors.ts";
import { cellOf, knownKeys, rememberKeys, saveKeyring } from "./keyring.ts";
import { dayAgo } from "./moments.ts";
import { hush, part, parts, row, say, sentence, words } from "./sentences.ts";
import { CHANGED, openMember, vaultIsOpen } from "./session.ts";

interface DeskData {
  inst: Hex;
  titles: SealedTitles;
}

interface Line {
  case: Hex;
  unread: boolean;
  stage: string;
  at: number;
  holder: string;
}

interface Page {
  titles: SealedTitles;
  lines: Line[];
  after: string | null;
}

/** The same word with or without accents and capitals. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class DeskPage extends HTMLElement {
  #data!: DeskData;
  #all: Promise<{ line: Line; title: string }[]> | undefined;

  connectedCallback(): void {
    this.#data = JSON.parse(document.getElementById("desk")?.textContent ?? "null") as DeskData;
    addEventListener(CHANGED, () => (vaultIsOpen() ? void this.#open() : this.#close()));
    if (this.querySelector("[data-search]")) this.#search();
    if (vaultIsOpen()) void this.#open();
  }

  #places(): HTMLElement[] {
    return parts(this, "pv-sealed");
  }

  #opener(member: Member, progress: Opener["progress"]): Opener {
    return {
      keys: member.keys,
      inst: this.#data.inst,
      directories: async () => {
        const cell = await cellOf(member);
        if (!cell) throw new SealError("directory_older", "no directory");
        return cell.directories;
      },
      known: (stream) => knownKeys(member, stream),
      remember: (stream, keys) => rememberKeys(member, stream, keys),
      fetch: async (streams) => ((await call("POST", "acces", { streams })) as { streams: Access[] }).streams,
      ...(progress && { progress }),
    };
  }

  #progress(done: number, total: number): void {
    const region = part(this, "[data-progress]");
    const bar = part<HTMLProgressElement>(region, "progress");
    region.hidden = done >= total || total < 10;
    Object.assign(bar, { max: total, value: done });
    say(part(region, "[data-progress-said]"), "opening", { done, total });
  }

  async #open(): Promise<void> {
    const trouble = part(this, "[data-trouble]");
    hush(trouble);
    try {
      const member = await openMember();
      const places = new Map(this.#places().map((place) => [place.dataset.case as Hex, place]));
      const opener = this.#opener(member, (done, total) => this.#progress(done, total));
      await openTitles(this.#data.titles, opener, (theCase, title) => {
        const place = places.get(theCase);
        if (place && vaultIsOpen()) this.#put(place, theCase, title);
      });
      await saveKeyring();
      const search = this.querySelector<HTMLElement>("[data-search]");
      if (search) search.hidden = false;
    } catch (error) {
      tellRefusal(trouble, error);
    } finally {
      part(this, "[data-progress]").hidden = true;
    }
  }

  #put(place: HTMLElement, theCase: Hex, title: Title): void {
    place.dataset.reference ??= place.textContent ?? "";
    const reference = place.dataset.reference;
    if ("text" in title) place.textContent = title.text || words("untitled", { reference });
    else place.replaceChildren(sentence("sealed", { reference: `${reference}. ${words(`seal_${title.code}`)}` }));
    place.toggleAttribute("data-title", "text" in title);
    void theCase;
  }

  #close(): void {
    for (const place of this.#places()) {
      if (place.dataset.reference) place.textContent = place.dataset.reference;
      place.removeAttribute("data-title");
    }
    this.#all = undefined;
    const word = this.querySelector<HTMLInputElement>("#word");
    if (word) word.value = "";
    this.querySelector("[data-elsewhere]")?.replaceChildren();
    this.#filter("");
  }

  #search(): void {
    const word = part<HTMLInputElement>(this, "#word");
    word.addEventListener("input", () => this.#filter(word.value));
    const everywhere = part<HTMLButtonElement>(this, "[data-everywhere]");
    const go = () => void this.#everywhere(word, everywhere);
    everywhere.addEventListener("click", go);
    word.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      go();
    });
  }

  #found(code: string, count: number): void {
    say(part(this, "[data-found]"), code, { count });
  }

  #filter(typed: string): void {
    const list = this.querySelector<HTMLElement>("[data-lines]");
    if (!list) return;
    const wanted = plain(typed.trim());
    let count = 0;
    for (const place of parts(list, "pv-sealed")) {
      const shown = wanted === "" || (place.hasAttribute("data-title") && plain(place.textContent ?? "").includes(wanted));
      if (shown) count++;
      (place.closest("li") as HTMLElement).hidden = !shown;
    }
    list.hidden = false;
    part(this, "[data-pager]").hidden = wanted !== "";
    const elsewhere = part(this, "[data-elsewhere]");
    elsewhere.hidden = true;
    if (wanted === "") hush(part(this, "[data-found]"));
    else this.#found(count === 0 ? "found_none" : count === 1 ? "found_one" : "found", count);
  }

  /** Every title opened to this member, read once for this page. */
  async #read(): Promise<{ line: Line; title: string }[]> {
    const member = await openMember();
    const found: { line: Line; title: string }[] = [];
    const status = part(this, "[data-found]");
    let after: string | null = "";
    while (after !== null) {
      const page: Page = (await call("GET", `titres?apres=${encodeURIComponent(after)}`)) as Page;
      const opened = new Map<Hex, string>();
      await openTitles(page.titles, this.#opener(member, undefined), (theCase, title) => {
        if ("text" in title) opened.set(theCase, title.text);
      });
      found.push(...page.lines.map((line) => ({ line, title: opened.get(line.case) ?? "" })));
      say(status, "looking", { done: found.length });
      after = page.after;
    }
    await saveKeyring();
    return found;
  }

  async #everywhere(word: HTMLInputElement, button: HTMLButtonElement): Promise<void> {
    const wanted = plain(word.value.trim());
    if (!wanted || button.disabled) return word.focus();
    button.disabled = true;
    try {
      this.#all ??= this.#read();
      const found = (await this.#all).filter(({ title }) => plain(title).includes(wanted));
      const list = part(this, "[data-elsewhere]");
      list.replaceChildren(...found.slice(0, 200).map((one) => this.#line(one)));
      list.hidden = false;
      part(this, "[data-lines]").hidden = true;
      this.#found(found.length ? "found_everywhere" : "found_everywhere_none", found.length);
    } catch (error) {
      this.#all = undefined;
      tellRefusal(part(this, "[data-trouble]"), error);
    } finally {
      button.disabled = false;
    }
  }

  #line({ line, title }: { line: Line; title: string }): HTMLElement {
    const shown = row("line", { title, holder: line.holder, at: dayAgo(line.at) });
    shown.classList.toggle("unread", line.unread);
    for (const mark of parts(shown, "[data-unread]")) mark.hidden = !line.unread;
    part(shown, "[data-state]").replaceWith(sentence(`state_${line.stage}`));
    part<HTMLAnchorElement>(shown, "a").href = (this.dataset.case as string).replace("/0/", `/${line.case}/`);
    return shown;
  }
}

export function defineDesk(): void {
  customElements.define("pv-desk", DeskPage);
}
