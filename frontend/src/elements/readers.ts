/** `<pv-readers>`: who is in the cell, whom the reporter puts aside, and who will be able to read. */
import type { Directory, Listed } from "../seal/directory.ts";
import type { Hex } from "../seal/fields.ts";
import { isPutAside, stillAside, type Renewed } from "./aside.ts";
import { hush, part, row, say } from "./sentences.ts";
import { list, moment } from "./moments.ts";

/** What the page verified before showing it. */
export interface Cell {
  directory: Directory;
  /** Every version up to this one: they tell whose former keys were put aside. */
  directories: readonly Directory[];
  renewed?: Renewed;
  /** The eight words of the poster. */
  words: readonly string[];
}

export class Readers extends HTMLElement {
  #members: Listed[] = [];
  #directories: readonly Directory[] = [];
  #renewed: Renewed = [];
  /** The recovery key: it reads, and is nobody. */
  #spare: Hex | undefined;
  #earlier: readonly Hex[] = [];
  readonly #aside = new Set<Hex>();

  get excluded(): Hex[] {
    const names = (members: readonly Listed[]) => members.map(({ fpr }) => fpr);
    return [...this.#aside, ...stillAside(this.#earlier, names(this.#members), names(this.reading), this.#directories, this.#renewed)];
  }

  get reading(): Listed[] {
    return this.#members.filter((member) => !this.#aside.has(member.fpr));
  }

  /** Whether anybody will read: the recovery key is nobody. */
  get anybody(): boolean {
    return this.reading.some(({ fpr }) => fpr !== this.#spare);
  }

  show({ directory, directories, renewed = [], words }: Cell, aside: readonly Hex[] = []): void {
    this.#spare = directory.recovery?.fpr;
    const last = (member: Listed) => Number(member.fpr === this.#spare);
    const listed = [...directory.members.values()];
    this.#members = listed.filter((member) => member.reads).sort((a, b) => last(a) - last(b) || a.name.localeCompare(b.name));
    this.#directories = directories;
    this.#renewed = renewed;
    this.#earlier = [...aside];
    this.#aside.clear();
    const choices = this.#members.map((member) => this.#choice(member, isPutAside(member.fpr, aside, directories, renewed)));
    part(this, "[data-members]").replaceChildren(...choices);
    const officers = listed.filter((member) => member.officer).map((member) => member.name);
    say(part(this, "[data-proof]"), "directory", {
      version: directory.version,
      date: moment(directory.time),
      officers: list(officers),
      words: words.join(" "),
    });
    part(this, "[data-waiting]").hidden = true;
    part(this, "[data-verified]").hidden = false;
    this.#changed();
  }

  /** The list cannot be trusted, or cannot be had: it is not shown at all. */
  refuse(code: string): void {
    this.#members = [];
    part(this, "[data-waiting]").hidden = true;
    part(this, "[data-verified]").hidden = true;
    say(part(this, "[data-trouble]"), code);
  }

  /** The people who will be able to read, as rows of a list. */
  rows(): HTMLElement[] {
    return this.reading.map(({ name, role }) => row("reader", { name, role }));
  }

  #choice(member: Listed, aside: boolean): HTMLElement {
    const choice = row("member", { name: member.name, role: member.role });
    const box = part<HTMLInputElement>(choice, "input");
    const change = () => {
      if (box.checked) this.#aside.add(member.fpr);
      else this.#aside.delete(member.fpr);
    };
    box.checked = aside;
    change();
    box.addEventListener("change", () => {
      change();
      this.#changed();
    });
    return choice;
  }

  #changed(): void {
    part(this, "[data-reading]").replaceChildren(...this.rows());
    part(this, "h2").hidden = this.reading.length === 0;
    const nobody = part(this, "[data-trouble]");
    if (this.anybody) hush(nobody);
    else say(nobody, this.#members.length ? "nobody" : "no_members");
    this.dispatchEvent(new CustomEvent("pv-readers", { bubbles: true }));
  }
}

customElements.define("pv-readers", Readers);
