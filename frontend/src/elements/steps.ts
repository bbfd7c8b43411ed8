/** `<pv-steps>`: one idea a screen. Without scripts, all screens stand one under the other, and can be read. */
import { guardBack } from "./back.ts";
import { arrive, fill, part, parts, row } from "./sentences.ts";

const ANSWERED = "textarea, input:not([type=radio], [type=checkbox], [type=file])";

export class Steps extends HTMLElement {
  #screens: HTMLElement[] = [];
  #at = 0;
  #bar!: HTMLElement;
  #count!: HTMLElement;
  #guard!: ReturnType<typeof guardBack>;
  /** What Back does when the screens are not shown any more: true to stay. */
  heldBack: () => boolean = () => false;

  connectedCallback(): void {
    this.#screens = parts(this, "[data-screen]");
    this.#bar = part(this, "[data-bar]");
    this.#count = row("count");
    this.#guard = guardBack(() => this.#browserBack());
    part(this, "[data-back]").addEventListener("click", () => this.to(this.#at - 1));
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("input", () => this.#label());
    this.#show(0);
  }

  get screen(): string {
    return this.#screens[this.#at]?.dataset.screen as string;
  }

  /** Goes to a screen by its place or its name, and puts the reader at its heading. */
  to(where: number | string): void {
    const index = typeof where === "number" ? where : this.#screens.findIndex((screen) => screen.dataset.screen === where);
    if (index < 0 || index >= this.#screens.length) return;
    if (index > 0) this.#guard.stand();
    this.#show(index);
    arrive(part(this.#screens[index] as HTMLElement, "h1"));
    this.dispatchEvent(new CustomEvent("pv-screen", { bubbles: true }));
  }

  #browserBack(): boolean {
    if (this.hidden) return this.heldBack();
    if (this.#at === 0) return false;
    this.to(this.#at - 1);
    return true;
  }

  #clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-to], [data-next]");
    if (button) this.to(button.dataset.to ?? this.#at + 1);
  }

  #show(index: number): void {
    this.#at = index;
    this.#screens.forEach((screen, i) => {
      screen.hidden = i !== index;
    });
    const current = this.#screens[index] as HTMLElement;
    // The first screen asks nothing: counting starts after it.
    fill(this.#count, { n: index, of: this.#screens.length - 1 });
    if (index > 0) part(current, "h1").before(this.#count);
    else this.#count.remove();
    this.#bar.hidden = index === 0;
    part(this.#bar, "[data-next]").hidden = index === this.#screens.length - 1;
    this.#label();
  }

  /** What was written can be continued; what was not can be skipped. The button says which. */
  #label(): void {
    const current = this.#screens[this.#at] as HTMLElement;
    const written = parts<HTMLInputElement>(current, ANSWERED).some((field) => field.value.trim() !== "");
    const chosen = current.querySelector("input:checked, [data-counts]") !== null;
    const asks = current.querySelector("input, textarea") !== null;
    for (const text of parts(this.#bar, "[data-when]")) text.hidden = (text.dataset.when === "empty") !== (asks && !written && !chosen);
  }
}

customElements.define("pv-steps", Steps);
