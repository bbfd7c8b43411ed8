/**
 * `<pv-vault>`: the way into the vault, at the head of every page that shows something sealed. Open already: one line with
 * the way to close it. Closed: the form, in place; what is sealed further down waits for it.
 */
import { SealError } from "../seal/errors.ts";
import { b64, hex, unb64, type Bytes, type Hex } from "../seal/fields.ts";
import { openVault as unseal, openVaultKey, readRecoveryCode, recoveryKeys, type WayKeys, type WayKind } from "../seal/member.ts";
import { passphraseKeys } from "../seal/passphrase.ts";
import { readPassphrase } from "./choose.ts";
import { call, mine, Refusal, type Way } from "./doors.ts";
import { acknowledge, beginAnew, cellOf, keyringOf } from "./keyring.ts";
import { hush, part, parts, say } from "./sentences.ts";
import { CHANGED, closeVault, isLeftAlone, openMember, openWith, restore, vaultIsOpen } from "./session.ts";

/** Lets the browser paint what was just said before a second of work holds the page. */
export const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

/** The code that an error carries, or the server's own sentence, said in a region that is read aloud. */
export function tell(into: HTMLElement, error: unknown): void {
  if (error instanceof Refusal && error.sentence && !document.querySelector(`template[data-sentence="${CSS.escape(error.code)}"]`)) {
    into.replaceChildren(error.sentence);
    into.hidden = false;
    return;
  }
  const code = error instanceof SealError || error instanceof Refusal ? error.code : "fault";
  say(into, code);
}

interface Opened {
  mseed: Bytes;
  /** Wraps the seed; what another way in must wrap. */
  vk: Bytes;
  /** Shows the server that a way in is known. */
  by: { way: Hex; auth: string };
}

export const wayOf = (kind: WayKind): Way => {
  const found = mine().vault?.ways.find((way) => way.kind === kind);
  if (!found) throw new Refusal("no_vault", "", 0);
  return found;
};

/** Opens the vault with one of its ways in. Refuses `wrong_key` before or after the server does. */
export async function openBy(kind: WayKind, typed: string): Promise<Opened> {
  const { inst, user } = mine();
  const way = wayOf(kind);
  const keys: WayKeys =
    kind === "recovery" ? await recoveryKeys(await readRecoveryCode(typed), inst) : await passphraseKeys(readPassphrase(typed), way.way);
  const by = { way: way.way, auth: b64(keys.auth) };
  const given = (await call("POST", "coffre/cle", by)) as { wrap: string; blob: string; version: number };
  const vk = await openVaultKey(keys.kek, inst, user, way, unb64(given.wrap));
  return { mseed: await unseal(vk, inst, user, given.version, unb64(given.blob)), vk, by };
}

export const newName = (): Hex => hex(crypto.getRandomValues(new Uint8Array(16)));

/** Typing in a field that stands in no form: Enter does what the button does. */
export function onEnter(field: HTMLElement, act: () => void): void {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    act();
  });
}

/** A button that shows what is typed, and hides it again. */
export function showTyped(of: ParentNode): void {
  for (const button of parts<HTMLButtonElement>(of, "button[data-show]")) {
    button.addEventListener("click", () => {
      const field = document.getElementById(button.getAttribute("aria-controls") ?? "") as HTMLInputElement;
      const shown = button.getAttribute("aria-pressed") === "true";
      button.setAttribute("aria-pressed", String(!shown));
      field.type = shown ? "password" : "text";
    });
  }
}

type View = "locked" | "recovery" | "working" | "open" | "none";

export class Vault extends HTMLElement {
  #busy = false;

  connectedCallback(): void {
    showTyped(this);
    for (const kind of ["passphrase", "recovery"] as const) {
      const field = part<HTMLInputElement>(this, `input[data-way="${kind}"]`);
      const go = () => void this.#open(kind, field);
      part(this, `button[data-open="${kind}"]`).addEventListener("click", go);
      onEnter(field, go);
    }
    for (const button of parts(this, "button[data-to]")) {
      button.addEventListener("click", () => this.#show(button.dataset.to as View, true));
    }
    part(this, "button[data-close]").addEventListener("click", () => {
      void closeVault().then(() => part(this, 'input[data-way="passphrase"]').focus());
    });
    part(this, "button[data-acknowledge]").addEventListener("click", () => void this.#acknowledge());
    addEventListener(CHANGED, () => {
      if (vaultIsOpen()) void this.#opened();
      else this.#show(mine().vault ? "locked" : "none");
      part(this, "[data-idle]").hidden = vaultIsOpen() || !isLeftAlone;
    });
    part(this, "button[data-anew]").addEventListener("click", () => void this.#beginAnew());
    void this.#restore();
  }

  async #restore(): Promise<void> {
    if (!mine().vault) return this.#show("none");
    if (!(await restore().catch(() => undefined))) this.#show("locked");
  }

  #show(view: View, focus = false): void {
    hush(part(this, "[data-problem]"));
    for (const section of parts(this, "[data-view]")) section.hidden = section.dataset.view !== view;
    this.hidden = view === "none" && this.dataset.alone !== undefined;
    if (focus) part(this, `[data-view="${view}"] :is(input, h2)`).focus();
  }

  async #open(kind: WayKind, field: HTMLInputElement): Promise<void> {
    if (this.#busy || field.value.trim() === "") return field.focus();
    this.#busy = true;
    this.#show("working");
    await painted();
    try {
      const { mseed } = await openBy(kind, field.value);
      field.value = "";
      await openWith(mseed);
      part(this, "[data-recovered]").hidden = kind !== "recovery";
      part(this, "[data-view=open] p").focus();
    } catch (error) {
      this.#show(kind === "passphrase" ? "locked" : "recovery");
      tell(part(this, "[data-problem]"), error);
      field.select();
    } finally {
      this.#busy = false;
    }
  }

  async #opened(): Promise<void> {
    this.#show("open");
    part(this, "button[data-anew]").hidden = true;
    try {
      const member = await openMember();
      await keyringOf(member).catch((error: unknown) => {
        if (!(error instanceof SealError)) throw error;
        part(this, "button[data-anew]").hidden = false;
        throw new Refusal("keyring", "", 0);
      });
      const cell = await cellOf(member);
      const news = part(this, "[data-news]");
      news.hidden = !cell || cell.joined.length === 0;
      if (cell && cell.joined.length > 0) say(part(this, "[data-joined]"), "joined", { names: cell.joined.join(", ") });
    } catch (error) {
      tell(part(this, "[data-problem]"), error);
    }
  }

  async #acknowledge(): Promise<void> {
    if (!vaultIsOpen()) return;
    const member = await openMember();
    const cell = await cellOf(member);
    if (cell) await acknowledge(member, cell.directory);
    part(this, "[data-news]").hidden = true;
  }

  async #beginAnew(): Promise<void> {
    try {
      await beginAnew(await openMember());
      location.reload();
    } catch (error) {
      tell(part(this, "[data-problem]"), error);
    }
  }
}

export function defineVault(): void {
  customElements.define("pv-vault", Vault);
}
