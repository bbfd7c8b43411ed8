/** Choosing a passphrase (six words proposed, or one's own), and keeping a recovery code: parts of the pages of the vault. */
import list from "../../../portevoix/ground/seal/words.fr.txt";
import { toBits } from "../seal/bits.ts";
import { random, type Bytes, type Hex, unhex } from "../seal/fields.ts";
import { drawWords, find, wordList } from "../seal/words.ts";
import { hush, part, parts, row, say } from "./sentences.ts";

export const words = wordList(list);
/** Sixty random bits, which Argon2id stretches. */
const PROPOSED = 6;
const SHORTEST = 20;
const DIFFERENT = 9;

const wordAt = (bits: readonly number[], at: number): string =>
  words.list[bits.slice(10 * at, 10 * at + 10).reduce((n, bit) => n * 2 + bit, 0)] as string;

/** What was typed, read as a passphrase: capitals and spaces do not count in six words of the list. */
export function readPassphrase(typed: string): string {
  const found = typed.trim().toLowerCase().split(/[\s,;.\-]+/).map((word) => find(word, words));
  const isSix = found.length === PROPOSED && found.every((index) => index !== undefined);
  return isSix ? found.map((index) => words.list[index as number]).join(" ") : typed.trim();
}

/** A fingerprint as two people compare it aloud: its first 80 bits, eight words. */
export function spoken(fpr: Hex): string[] {
  const bits = toBits(unhex(fpr, 32), 80);
  return Array.from({ length: 8 }, (_, i) => wordAt(bits, i));
}

export const wordRows = (of: readonly string[]): HTMLElement[] => of.map((word) => row("word", { word }));

/** Why a passphrase of one's own is too easy to guess; undefined when it is not. */
export function tooEasy(typed: string): "too_short" | "too_plain" | undefined {
  const plain = typed.normalize("NFKC").trim();
  if ([...plain].length < SHORTEST) return "too_short";
  const letters = new Set(plain.toLowerCase());
  const parts = plain.toLowerCase().split(/[\s\-_.,;]+/).filter((word) => word !== "");
  const repeats = new Set(parts).size <= parts.length / 2;
  return letters.size < DIFFERENT || repeats || /(?:0123|1234|azer|qwer|abcd)/i.test(plain) ? "too_plain" : undefined;
}

/** The part of a page where a passphrase is chosen and typed once more. */
export class Choosing {
  readonly #of: HTMLElement;
  #proposed: string[] = [];
  #own = false;

  constructor(of: HTMLElement) {
    this.#of = of;
    part(of, "[data-another]").addEventListener("click", () => this.propose());
    part(of, "[data-own]").addEventListener("click", () => this.#choose(true));
    part(of, "[data-six]").addEventListener("click", () => this.#choose(false));
    of.addEventListener("input", () => hush(part(of, "[data-problem]")));
    this.propose();
    this.#choose(false, false);
  }

  propose(): void {
    this.#proposed = drawWords(words, PROPOSED);
    part(this.#of, "[data-words]").replaceChildren(...wordRows(this.#proposed));
  }

  #choose(own: boolean, focus = true): void {
    this.#own = own;
    for (const one of parts(this.#of, "[data-if]")) one.hidden = (one.dataset.if === "own") !== own;
    if (focus) (own ? this.#field("own") : part<HTMLElement>(this.#of, "[data-another]")).focus();
  }

  #field(name: string): HTMLInputElement {
    return part(this.#of, `input[data-typed="${name}"]`);
  }

  /** What was chosen, once it is strong enough and typed twice alike; else says what lacks. */
  chosen(): string | undefined {
    const problem = part(this.#of, "[data-problem]");
    const first = this.#own ? readPassphrase(this.#field("own").value) : this.#proposed.join(" ");
    const again = this.#field("again");
    const typed = readPassphrase(again.value);
    const slip = this.#own ? tooEasy(first) : undefined;
    const code = slip ?? (typed === first ? undefined : "differ");
    if (!code) {
      hush(problem);
      return first;
    }
    say(problem, code);
    (slip ? this.#field("own") : again).focus();
    return undefined;
  }
}

/** The part of a page where a recovery code is shown, printed, and two of its groups typed back. */
export class KeepingCode {
  readonly #of: HTMLElement;
  readonly #groups: string[];
  readonly #asked: number[];

  constructor(of: HTMLElement, written: string) {
    this.#of = of;
    this.#groups = written.split("-");
    part(of, "[data-code]").textContent = this.#groups.join(" ");
    this.#asked = two(random(2), this.#groups.length);
    parts(of, "[data-group]").forEach((place, i) => (place.textContent = String((this.#asked[i] as number) + 1)));
    of.addEventListener("input", () => hush(part(of, "[data-problem]")));
    const print = of.querySelector("[data-print]");
    print?.addEventListener("click", () => window.print());
  }

  /** Whether the two groups asked for were typed back; else says so. */
  kept(): boolean {
    const fields = parts<HTMLInputElement>(this.#of, "input[data-back]");
    const read = (typed: string) => typed.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[IL]/g, "1").replaceAll("O", "0");
    const wrong = fields.find((field, i) => read(field.value) !== this.#groups[this.#asked[i] as number]);
    const problem = part(this.#of, "[data-problem]");
    if (wrong) {
      say(problem, "code_differs");
      wrong.focus();
    } else hush(problem);
    return !wrong;
  }
}

function two(drawn: Bytes, among: number): number[] {
  const first = (drawn[0] as number) % among;
  const second = (first + 1 + ((drawn[1] as number) % (among - 1))) % among;
  return [first, second].sort((a, b) => a - b);
}
