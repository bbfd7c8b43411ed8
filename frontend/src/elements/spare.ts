/**
 * `<pv-recovery-key>`: a lead makes the recovery key of the cell, prints its sheets, types one of them back, and signs the key into
 * the directory. Neither the key nor a sheet is ever sent, or kept in this browser.
 */
import type { Recovery } from "../seal/directory.ts";
import { b64, minutes, random, same, type Bytes } from "../seal/fields.ts";
import { cut, readShare, recoveryFrom, writeShare } from "../seal/recovery.ts";
import type { Keys } from "../seal/identity.ts";
import { lineAgain, signNext, writeDirectory, type Line } from "./directory.ts";
import { cellOf, type Cell } from "./keyring.ts";
import { list } from "./moments.ts";
import { Steps } from "./newvault.ts";
import { hush, part, row, say, words } from "./sentences.ts";
import { CHANGED, openMember, vaultIsOpen } from "./session.ts";
import { onEnter, painted, tell } from "./vault.ts";

interface Made {
  keys: Keys;
  shares: readonly Bytes[];
  recovery: Recovery;
}

export class MakesSpare extends HTMLElement {
  #steps = new Steps(this);
  #made?: Made;
  /** Which sheet is typed back. */
  #asked = 0;

  connectedCallback(): void {
    const on = (name: string, act: () => void) => part(this, `[data-${name}]`).addEventListener("click", act);
    on("make", () => void this.#make());
    on("print", () => window.print());
    on("kept", () => this.#steps.to("back"));
    on("sheets-again", () => this.#steps.to("sheets"));
    on("sign", () => void this.#sign());
    onEnter(part(this, "[data-typed]"), () => void this.#sign());
    addEventListener(CHANGED, () => {
      this.hidden = !vaultIsOpen();
    });
    this.hidden = !vaultIsOpen();
  }

  /** Those named, and how many of them it takes; undefined once it is said what is not right. */
  #wanted(): { trustees: string[]; needed: number } | undefined {
    const problem = part(this, "[data-step=begin] [data-problem]");
    hush(problem);
    const trustees = part<HTMLTextAreaElement>(this, "[data-trustees]").value.split("\n").map((name) => name.trim()).filter(Boolean);
    const needed = Number(part<HTMLInputElement>(this, "[data-needed]").value);
    const code = trustees.length < 2 || trustees.length > 7 ? "trustees" : new Set(trustees).size < trustees.length ? "trustee_twice" : undefined;
    const wrong = code ?? (Number.isInteger(needed) && needed >= 2 && needed <= trustees.length ? undefined : "needed");
    if (!wrong) return { trustees, needed };
    say(problem, wrong);
    return undefined;
  }

  /** The directory that this lead may follow with another version; undefined once it is said that they may not. */
  async #mine(problem: HTMLElement): Promise<Cell | undefined> {
    const member = await openMember();
    const cell = await cellOf(member);
    if (cell?.directory.members.get(member.keys.fpr)?.officer) return cell;
    say(problem, "not_officer");
    return undefined;
  }

  async #make(): Promise<void> {
    const wanted = this.#wanted();
    const problem = part(this, "[data-step=begin] [data-problem]");
    const cell = wanted && (await this.#mine(problem).catch((error: unknown) => tell(problem, error)));
    if (!wanted || !cell) return;
    const { trustees, needed } = wanted;
    const rseed = random(32);
    const [keys, shares] = await Promise.all([recoveryFrom(rseed), cut(rseed, trustees.length, needed)]);
    rseed.fill(0);
    this.#made = { keys, shares, recovery: { fpr: keys.fpr, needed, trustees } };
    this.#asked = (random(1)[0] as number) % trustees.length;
    const sheets = await Promise.all(shares.map((share, i) => this.#sheet(share, i)));
    part(this, "[data-sheets]").replaceChildren(...sheets);
    part(this, "[data-asked]").textContent = words("sheet_asked", { number: this.#asked + 1, name: trustees[this.#asked] as string });
    this.#steps.to("sheets");
  }

  async #sheet(share: Bytes, i: number): Promise<HTMLElement> {
    const { keys, recovery } = this.#made as Made;
    const { needed, trustees } = recovery;
    const groups = (await writeShare(keys.fpr, share)).split("-");
    const sheet = row("sheet", { number: i + 1, count: trustees.length, needed, name: trustees[i] as string, others: list(trustees) });
    part(sheet, "ol").replaceChildren(...groups.map((group) => row("group", { group })));
    return sheet;
  }

  /** Whether the sheet asked for was typed back from its paper. */
  async #isBack({ keys, shares }: Made): Promise<boolean> {
    const typed = part<HTMLInputElement>(this, "[data-typed]");
    const share = await readShare(keys.fpr, typed.value).catch(() => undefined);
    if (share && same(share, shares[this.#asked] as Bytes)) return true;
    say(part(this, "[data-step=back] [data-problem]"), "sheet_differs");
    typed.focus();
    return false;
  }

  async #sign(): Promise<void> {
    const made = this.#made;
    if (!made || !(await this.#isBack(made))) return;
    const problem = part(this, "[data-step=back] [data-problem]");
    hush(problem);
    await painted();
    try {
      const member = await openMember();
      const cell = await this.#mine(problem);
      if (!cell) return;
      const { recovery } = made;
      const text = writeDirectory(cell.directory, { lines: [...this.#present(cell), this.#line(made)], recovery, time: minutes() });
      await signNext(member, member.keys, cell.directory, text);
      this.#made = { ...made, shares: [] };
      part(this, "[data-sheets]").replaceChildren();
      location.assign(this.dataset.then as string);
    } catch (error) {
      tell(problem, error);
    }
  }

  /** Everybody listed stays as they are; a former recovery key goes. */
  #present({ directory }: Cell): Line[] {
    return [...directory.members.values()].filter(({ fpr }) => fpr !== directory.recovery?.fpr).map(lineAgain);
  }

  #line({ keys, recovery }: Made): Line {
    const { needed, trustees } = recovery;
    const role = words("recovery_role", { needed, count: trustees.length, names: list(trustees) });
    const { fpr, xwing, ed25519 } = keys;
    return { fpr, xwing: b64(xwing), ed25519: b64(ed25519), name: words("recovery_name"), role, reads: true, officer: false, since: minutes() };
  }
}
