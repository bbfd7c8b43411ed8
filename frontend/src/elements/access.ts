/**
 * `<pv-access>`: who still reads situations with keys that are no longer listed, and to whom they are not open yet. What is
 * shown comes from the directory this browser has verified; the server only says how many situations it concerns.
 */
import { openTo, rekeyStreams, replaceKeys, type Failed, type Progress } from "../cell/many.ts";
import type { Hex } from "../seal/fields.ts";
import { departures } from "./aside.ts";
import { call, mine } from "./doors.ts";
import { cellOf, type Cell } from "./keyring.ts";
import { hush, part, row, say, words } from "./sentences.ts";
import { CHANGED, openVault, vaultIsOpen, type Session } from "./session.ts";
import { tell } from "./vault.ts";

interface Task {
  said: "access_left" | "access_returned" | "access_newcomer" | "access_spare";
  name: string;
  /** To whom situations are opened, under the keys of now. */
  to?: Hex;
  /** Where the server says which situations it concerns. */
  where: string;
  act(session: Session, progress: Progress): Promise<Failed[]>;
}

function tasksOf(cell: Cell, me: Hex): Task[] {
  const left = departures(cell.directories, mine().renewed).map(({ gone, now }): Task => {
    const common = { name: gone.name, where: `ouvertes/${gone.fpr}` };
    if (!now) return { ...common, said: "access_left", act: (session, progress) => rekeyStreams(session, { left: gone.fpr }, progress) };
    return { ...common, to: now.fpr, said: "access_returned", act: (session, progress) => replaceKeys(session, { left: gone.fpr, to: now.fpr }, progress) };
  });
  const others = [...cell.directory.members.values()].filter(({ fpr, reads }) => reads && fpr !== me);
  const come = others.map(({ fpr, name }): Task => {
    const said = fpr === cell.directory.recovery?.fpr ? "access_spare" : "access_newcomer";
    return { said, name, to: fpr, where: `fermees/${fpr}`, act: (session, progress) => openTo(session, { to: fpr }, progress) };
  });
  return [...left, ...come];
}

export class Accesses extends HTMLElement {
  connectedCallback(): void {
    addEventListener(CHANGED, () => {
      if (vaultIsOpen()) void this.#show();
      else this.hidden = true;
    });
  }

  async #show(): Promise<void> {
    const problem = part(this, "[data-problem]");
    const rows = part(this, "[data-rows]");
    hush(problem);
    rows.replaceChildren();
    // What the vault or the directory refuse is said once, where the vault is.
    const session = await openVault().catch(() => undefined);
    const cell = session && (await cellOf(session.member).catch(() => undefined));
    if (!session || !cell) return void (this.hidden = true);
    try {
      const asked = new Set<Hex>();
      for (const task of tasksOf(cell, session.member.keys.fpr)) {
        // What is opened again with a new vault is not asked a second time as if its owner had just come.
        if (task.to && asked.has(task.to)) continue;
        const { cases, more } = (await call("GET", task.where)) as { cases: Record<Hex, unknown>; more: boolean };
        const count = Object.keys(cases).length;
        if (count > 0 && task.to) asked.add(task.to);
        if (count > 0) rows.append(this.#row(session, task, more ? words("access_many", { count }) : String(count)));
      }
    } catch (error) {
      tell(problem, error);
      this.hidden = false;
      return;
    }
    this.hidden = rows.childElementCount === 0;
  }

  #row(session: Session, task: Task, count: string): HTMLElement {
    const shown = row(task.said, { name: task.name, count });
    const button = part<HTMLButtonElement>(shown, "button");
    button.addEventListener("click", () => void this.#do(session, task, shown, button));
    return shown;
  }

  async #do(session: Session, task: Task, shown: HTMLElement, button: HTMLButtonElement): Promise<void> {
    const bar = part<HTMLProgressElement>(shown, "progress");
    const done = part(shown, "[data-done]");
    button.hidden = true;
    bar.hidden = false;
    bar.setAttribute("aria-label", button.textContent ?? "");
    hush(done);
    try {
      const failed = await task.act(session, (at, total) => {
        bar.max = total;
        bar.value = at;
      });
      // Whoever was put aside stays so: that is the answer, not a failure.
      const wrong = failed.filter(({ code }) => code !== "excluded");
      part(shown, "[data-slot=count]").textContent = String(wrong.length);
      if (wrong.length === 0) say(done, "access_done");
      else say(done, "access_failed", { count: wrong.length });
      button.hidden = wrong.length === 0;
    } catch (error) {
      tell(done, error);
      button.hidden = false;
    } finally {
      bar.hidden = true;
    }
  }
}

export function defineAccess(): void {
  customElements.define("pv-access", Accesses);
}
