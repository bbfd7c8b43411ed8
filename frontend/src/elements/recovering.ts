/**
 * `<pv-recovering>`: the sheets are typed, the key is made again in this browser; it signs who listens if nobody else can, and
 * opens every situation to those who are listed, but those whom their author put aside. It goes with the page.
 */
import { openAgain } from "../cell/many.ts";
import type { Recovery } from "../seal/directory.ts";
import { SealError } from "../seal/errors.ts";
import type { Bytes } from "../seal/fields.ts";
import { join, readShare } from "../seal/recovery.ts";
import { cellOf } from "./keyring.ts";
import { Steps } from "./newvault.ts";
import { hush, part, parts, row, say } from "./sentences.ts";
import { CHANGED, openMember, openVault, vaultIsOpen } from "./session.ts";
import { held, hold, SIGNED } from "./sheets.ts";
import { painted, tell } from "./vault.ts";

export class Recovering extends HTMLElement {
  #steps = new Steps(this);

  connectedCallback(): void {
    part(this, "[data-join]").addEventListener("click", () => void this.#join());
    for (const button of parts(this, "[data-to-open]")) button.addEventListener("click", () => this.#steps.to("open"));
    part(this, "[data-open-again]").addEventListener("click", () => void this.#openAgain());
    addEventListener(SIGNED, () => this.#steps.to("open"));
    addEventListener(CHANGED, () => {
      this.hidden = !vaultIsOpen();
      if (this.hidden) hold(undefined);
      else void this.#ask();
    });
  }

  async #kept(): Promise<Recovery> {
    const { recovery } = (await cellOf(await openMember()))?.directory ?? {};
    if (!recovery) throw new SealError("recovery_share", "no recovery key in force");
    return recovery;
  }

  /** As many places as it takes sheets. */
  async #ask(): Promise<void> {
    if (held()) return;
    try {
      const { needed } = await this.#kept();
      part(this, "[data-typing]").replaceChildren(...Array.from({ length: needed }, (_, i) => this.#field(i + 1)));
    } catch (error) {
      tell(part(this, "[data-step=sheets] [data-problem]"), error);
    }
  }

  #field(number: number): HTMLElement {
    const field = row("sheet_field", { number });
    part<HTMLLabelElement>(field, "label").htmlFor = `sheet-${number}`;
    part<HTMLInputElement>(field, "input").id = `sheet-${number}`;
    return field;
  }

  async #join(): Promise<void> {
    const problem = part(this, "[data-step=sheets] [data-problem]");
    hush(problem);
    const fields = parts<HTMLInputElement>(this, "[data-typing] input");
    try {
      const { fpr } = await this.#kept();
      const shares: Bytes[] = [];
      for (const [i, field] of fields.entries()) {
        const share = await readShare(fpr, field.value).catch(() => undefined);
        if (!share) {
          say(problem, "sheet_wrong", { number: i + 1 });
          return field.focus();
        }
        shares.push(share);
      }
      hold(await join(shares, fpr));
      for (const field of fields) field.value = "";
      this.#steps.to("directory");
    } catch (error) {
      tell(problem, error);
    }
  }

  async #openAgain(): Promise<void> {
    const keys = held();
    const problem = part(this, "[data-step=open] [data-problem]");
    const button = part<HTMLButtonElement>(this, "[data-open-again]");
    const bar = part<HTMLProgressElement>(this, "[data-step=open] progress");
    if (!keys) return;
    hush(problem);
    button.hidden = true;
    bar.hidden = false;
    await painted();
    try {
      const failed = await openAgain(await openVault(), keys, (done, total) => {
        bar.max = total;
        bar.value = done;
      });
      if (failed.length > 0) {
        say(problem, "recovery_failed", { count: failed.length });
        button.hidden = false;
        return;
      }
      hold(undefined);
      this.#steps.to("done");
    } catch (error) {
      tell(problem, error);
      button.hidden = false;
    } finally {
      bar.hidden = true;
    }
  }
}
