/**
 * `<pv-words-in>`: where nine words are typed or pasted. It stands outside any form, so that nothing can send it; each
 * word is checked here as it comes, and a wrong one is named before anything is asked of the server.
 */
import { hush, part, row, say, sentence } from "./sentences.ts";
import type { Unseal } from "./page.ts";

type Receipt = Uint8Array<ArrayBuffer>;

export class WordsIn extends HTMLElement {
  #seal: Unseal | undefined;

  connectedCallback(): void {
    const field = this.#field;
    field.addEventListener("input", () => this.#look(false));
    field.addEventListener("blur", () => this.#look(true));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.dispatchEvent(new CustomEvent("pv-open", { bubbles: true }));
    });
  }

  get #field(): HTMLTextAreaElement {
    return part<HTMLTextAreaElement>(this, "textarea");
  }

  set seal(seal: Unseal) {
    this.#seal = seal;
    this.#look(false);
  }

  forget(): void {
    this.#field.value = "";
    part(this, "[data-places]").replaceChildren();
    hush(part(this, "[data-wrong]"));
  }

  /** What was typed, when it is a receipt; otherwise says what is wrong, and puts the hand back there. */
  async read(seal: Unseal): Promise<Receipt | undefined> {
    this.#seal = seal;
    const reading = await seal.readTyped(this.#field.value, seal.words);
    if ("receipt" in reading) {
      hush(part(this, "[data-wrong]"));
      return reading.receipt;
    }
    this.#look(true);
    const slip = reading.slips.find(({ code }) => code === "receipt_word") ?? reading.slips[0];
    if (slip?.code === "receipt_count") say(part(this, "[data-wrong]"), "receipt_count", { typed: slip.typed });
    else if (slip?.code === "receipt_order") say(part(this, "[data-wrong]"), "receipt_order");
    this.#field.focus();
    return undefined;
  }

  /** Each word as it is understood, in its place; the first wrong one with what may have been meant. */
  #look(finished: boolean): void {
    const seal = this.#seal;
    if (!seal) return;
    const typed = this.#field.value;
    const places = seal.placesOf(typed, seal.words, finished);
    const wrong = places.map((place, i) => seal.isWrong(place, i === places.length - 1, finished, seal.words));
    const lines = places.map(({ word, typed: written }, i) => {
      const line = row(wrong[i] ? "place_wrong" : "place", { word: word ?? written });
      line.classList.toggle("growing", word === undefined);
      return line;
    });
    part(this, "[data-places]").replaceChildren(...lines);
    const position = wrong.indexOf(true);
    const said = part(this, "[data-wrong]");
    if (position < 0) return hush(said);
    const { typed: slip, near } = places[position] as (typeof places)[number];
    say(said, near.length ? "receipt_word" : "receipt_word_alone", { position: position + 1, typed: slip });
    part(said, "[data-near]").append(...near.map((word) => this.#offer(seal, position, word)));
  }

  #offer(seal: Unseal, position: number, word: string): DocumentFragment {
    const offer = sentence("near", { word });
    part(offer, "button").addEventListener("click", () => {
      this.#field.value = seal.replaced(this.#field.value, seal.words, position, word) + " ";
      this.#look(false);
      this.#field.focus();
    });
    return offer;
  }
}

customElements.define("pv-words-in", WordsIn);
