/** `<pv-receipt>`: nine words, how to keep them, and a word typed again to be sure. Nothing of it is stored. */
import type { Shown } from "../testimony/deposit.ts";
import { qr, SIDE } from "../testimony/qr.ts";
import { arrive, hush, part, parts, say } from "./sentences.ts";

/** How long the words stay in the clipboard, in milliseconds. */
const CLIPBOARD = 60_000;

const plain = (typed: string) => typed.toLowerCase().normalize("NFD").replace(/[^a-z]/g, "").slice(0, 4);

export class Receipt extends HTMLElement {
  #shown: Shown = { words: [], code: "" };
  #asked = 0;
  #copied = false;

  connectedCallback(): void {
    const on = (selector: string, act: () => void) => part(this, selector).addEventListener("click", act);
    on("[data-copy]", () => void this.#copy());
    on("[data-print]", () => print());
    on("[data-noted]", () => this.#ask());
    on("[data-again]", () => this.#face("words"));
    on("[data-check]", () => this.#check());
    part(this, "[data-word]").addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Enter") this.#check();
    });
    part<HTMLDetailsElement>(this, "[data-other]").addEventListener("toggle", () => this.#draw());
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const items = shown.words.map((word) => {
      const item = document.createElement("li");
      item.textContent = word;
      return item;
    });
    part(this, "ol").replaceChildren(...items);
    part(this, "[data-code]").textContent = (shown.code.match(/.{6}/g) ?? []).join(" ");
    this.hidden = false;
    this.#face("words");
  }

  /** Takes the words out of the page and, as far as the browser lets it, out of the clipboard. */
  forget(): void {
    this.#shown = { words: [], code: "" };
    part(this, "ol").replaceChildren();
    part(this, "[data-code]").textContent = "";
    part<HTMLInputElement>(this, "[data-word]").value = "";
    const canvas = part<HTMLCanvasElement>(this, "canvas");
    canvas.width = canvas.height = 0;
    void this.#emptyClipboard();
    this.hidden = true;
  }

  #face(name: "words" | "check"): void {
    for (const face of parts(this, "[data-face]")) face.hidden = face.dataset.face !== name;
    arrive(part(this, `[data-face=${name}] h1`));
  }

  #ask(): void {
    this.#asked = crypto.getRandomValues(new Uint8Array(1))[0] as number % this.#shown.words.length;
    for (const place of parts(this, "[data-number]")) place.textContent = String(this.#asked + 1);
    part<HTMLInputElement>(this, "[data-word]").value = "";
    hush(part(this, "[data-wrong]"));
    this.#face("check");
  }

  #check(): void {
    const field = part<HTMLInputElement>(this, "[data-word]");
    if (plain(field.value) !== plain(this.#shown.words[this.#asked] as string)) {
      say(part(this, "[data-wrong]"), "not_that_word", { number: this.#asked + 1 });
      field.focus();
      return;
    }
    this.forget();
    this.dispatchEvent(new CustomEvent("pv-kept", { bubbles: true }));
  }

  async #copy(): Promise<void> {
    const said = part(this, "[data-said]");
    try {
      await navigator.clipboard.writeText(this.#shown.words.join(" "));
    } catch {
      return say(said, "not_copied");
    }
    this.#copied = true;
    say(said, "copied");
    setTimeout(() => void this.#emptyClipboard(), CLIPBOARD);
  }

  async #emptyClipboard(): Promise<void> {
    if (!this.#copied) return;
    try {
      await navigator.clipboard.writeText("");
      this.#copied = false;
      if (!this.hidden) say(part(this, "[data-said]"), "clipboard_emptied");
    } catch {
      // the page is not in front any more: the browser does not let it
    }
  }

  #draw(): void {
    const canvas = part<HTMLCanvasElement>(this, "canvas");
    const pen = canvas.getContext("2d");
    if (canvas.width > 1 || !pen || !this.#shown.code) return;
    const dot = 8;
    canvas.width = canvas.height = (SIDE + 8) * dot;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000";
    qr(this.#shown.code).forEach((line, y) =>
      line.forEach((dark, x) => {
        if (dark) pen.fillRect((x + 4) * dot, (y + 4) * dot, dot, dot);
      }),
    );
  }
}

customElements.define("pv-receipt", Receipt);
