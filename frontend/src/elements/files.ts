/** `<pv-files>`: files chosen, and not yet sent. Nothing is read until it is sent, but a photo that is to be cleaned. */
import { hush, part, row, say } from "./sentences.ts";
import { size } from "./moments.ts";
import { cleanPhoto, isPhoto, mayBeSent } from "../testimony/photo.ts";

export interface Chosen {
  blob: Blob;
  name: string;
}

interface Held {
  original: File;
  clean: Chosen | undefined;
  line: HTMLElement;
}

export class Files extends HTMLElement {
  #held: Held[] = [];
  readonly #cleaning = new Set<Promise<void>>();
  #waited = false;
  #unseen = false;
  #largest = 100 * 1024 * 1024;
  #most = 20;

  connectedCallback(): void {
    const input = part<HTMLInputElement>(this, "input[type=file]");
    input.addEventListener("change", () => {
      this.add([...(input.files ?? [])]);
      input.value = "";
    });
  }

  set limits(limits: { file: number; files: number }) {
    this.#largest = limits.file;
    this.#most = limits.files;
  }

  get value(): Chosen[] {
    return this.#held.map(({ original, clean }) => clean ?? { blob: original, name: original.name });
  }

  /** Waits for photos that are being cleaned. False when one could not be, and whoever sends may not have seen it said. */
  async settled(): Promise<boolean> {
    this.#waited = true;
    await Promise.all(this.#cleaning);
    const seen = !this.#unseen;
    this.#waited = this.#unseen = false;
    return seen;
  }

  clear(): void {
    this.#held = [];
    this.#changed();
  }

  add(files: readonly File[]): void {
    const said = part(this, "[data-trouble]");
    hush(said);
    for (const file of files) {
      const reason = this.#refusal(file);
      if (reason) {
        const line = document.createElement("p");
        // As the page says it: its hundred megabytes are a little more than a hundred million bytes.
        say(line, reason, { name: file.name, most: reason === "too_many" ? this.#most : size((this.#largest >> 20) * 1e6) });
        said.append(line);
        said.hidden = false;
      } else this.#held.push(this.#hold(file));
    }
    this.#changed();
  }

  /** The one that is this blob, whatever the reason: the person wants to go on without it. */
  drop(blob: Blob): void {
    this.#held = this.#held.filter(({ original, clean }) => (clean?.blob ?? original) !== blob);
    this.#changed();
  }

  #refusal(file: File): string | undefined {
    const same = ({ original }: Held) =>
      original.name === file.name && original.size === file.size && original.lastModified === file.lastModified;
    if (this.#held.some(same)) return "already";
    if (this.#held.length >= this.#most) return "too_many";
    if (file.size === 0) return "empty_file";
    if (file.size > this.#largest) return "too_large_file";
    return mayBeSent(file.type) ? undefined : "other_kind";
  }

  #hold(file: File): Held {
    const line = row("chosen", { name: file.name, size: size(file.size) });
    const held: Held = { original: file, clean: undefined, line };
    const remove = part<HTMLButtonElement>(line, "[data-remove]");
    remove.setAttribute("aria-label", `${(remove.textContent ?? "").trim()} ${file.name}`);
    remove.addEventListener("click", () => {
      this.#held = this.#held.filter((one) => one !== held);
      this.#changed();
      part(this, "input[type=file]").focus();
    });
    const offer = part(line, "[data-photo]");
    offer.hidden = !isPhoto(file.type);
    const box = part<HTMLInputElement>(offer, "input");
    box.addEventListener("change", () => {
      const cleaning = this.#clean(held, box).finally(() => this.#cleaning.delete(cleaning));
      this.#cleaning.add(cleaning);
    });
    return held;
  }

  async #clean(held: Held, box: HTMLInputElement): Promise<void> {
    const shown = part(held.line, "[data-slot=size]");
    held.clean = undefined;
    shown.textContent = size(held.original.size);
    if (!box.checked) return this.#changed();
    const cleaning = part(held.line, "[data-cleaning]");
    cleaning.hidden = false;
    box.disabled = true;
    try {
      const blob = await cleanPhoto(held.original);
      const place = this.#held.indexOf(held) + 1;
      held.clean = { blob, name: `${part(held.line, "[data-photo]").dataset.photo}-${place}.${blob.type === "image/png" ? "png" : "jpg"}` };
      shown.textContent = size(blob.size);
    } catch {
      box.checked = false;
      this.#unseen ||= this.#waited || this.getClientRects().length === 0;
      say(part(this, "[data-trouble]"), "not_cleaned", { name: held.original.name });
    } finally {
      cleaning.hidden = true;
      box.disabled = false;
      this.#changed();
    }
  }

  #changed(): void {
    part(this, "[data-chosen]").replaceChildren(...this.#held.map(({ line }) => line));
    this.toggleAttribute("data-counts", this.#held.length > 0);
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("pv-files", Files);
