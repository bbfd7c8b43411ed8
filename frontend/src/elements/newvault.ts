/** `<pv-new-vault>`: makes a vault in this browser; or changes one of its ways in. Nothing is sent before the last step. */
import { b64, type Bytes, type Hex } from "../seal/fields.ts";
import { makeMemberSeed, makeRecoveryCode, memberFrom, recoveryKeys, sealVault, wrapVaultKey, writeRecoveryCode } from "../seal/member.ts";
import type { WayKeys, WayKind } from "../seal/member.ts";
import { passphraseKeys } from "../seal/passphrase.ts";
import { Choosing, KeepingCode } from "./choose.ts";
import { call, mine } from "./doors.ts";
import { hush, part, parts } from "./sentences.ts";
import { openWith } from "./session.ts";
import { newName, onEnter, openBy, painted, showTyped, tell } from "./vault.ts";

interface SentWay {
  way: Hex;
  kind: WayKind;
  auth_hash: Hex;
  wrap: string;
}

/** A way in as the server keeps it: without what it takes to use it. */
async function sentWay(kind: WayKind, way: Hex, keys: WayKeys, vk: Bytes): Promise<SentWay> {
  const { inst, user } = mine();
  return { way, kind, auth_hash: keys.authHash, wrap: b64(await wrapVaultKey(keys.kek, inst, user, { kind, way }, vk)) };
}

export async function passphraseWay(passphrase: string, vk: Bytes): Promise<SentWay> {
  const way = newName();
  return sentWay("passphrase", way, await passphraseKeys(passphrase, way), vk);
}

export async function recoveryWay(code16: Bytes, vk: Bytes): Promise<SentWay> {
  return sentWay("recovery", newName(), await recoveryKeys(code16, mine().inst), vk);
}

/** One screen after another, each with its heading read aloud. */
export class Steps {
  readonly #of: HTMLElement;

  constructor(of: HTMLElement) {
    this.#of = of;
  }

  to(step: string): void {
    for (const section of parts(this.#of, "[data-step]")) section.hidden = section.dataset.step !== step;
    const heading = part(this.#of, `[data-step="${step}"] :is(h1, h2)`);
    heading.tabIndex = -1;
    heading.focus();
    scrollTo({ top: 0 });
  }
}

export class NewVault extends HTMLElement {
  connectedCallback(): void {
    const steps = new Steps(this);
    const code16 = makeRecoveryCode();
    showTyped(this);
    const choosing = new Choosing(part(this, "[data-step=passphrase]"));
    const begin = this.querySelector<HTMLButtonElement>("[data-begin]");
    begin?.addEventListener("click", () => steps.to("passphrase"));
    void writeRecoveryCode(code16).then((written) => {
      const keeping = new KeepingCode(part(this, "[data-step=code]"), written);
      const finish = () => keeping.kept() && void this.#make(steps, choosing.chosen() as string, code16);
      part(this, "[data-finish]").addEventListener("click", finish);
      for (const field of parts(this, "input[data-back]")) onEnter(field, finish);
    });
    const next = () => choosing.chosen() !== undefined && steps.to("code");
    part(this, "[data-next]").addEventListener("click", next);
    onEnter(part(this, "input[data-typed=again]"), next);
    part(this, "[data-back-to-passphrase]").addEventListener("click", () => steps.to("passphrase"));
    this.hidden = false;
  }

  async #make(steps: Steps, passphrase: string, code16: Bytes): Promise<void> {
    const { inst, user, vault } = mine();
    const problem = part(this, "[data-step=making] [data-problem]");
    hush(problem);
    steps.to("making");
    await painted();
    try {
      const mseed = makeMemberSeed();
      const vk = makeMemberSeed();
      const version = (vault?.version ?? 0) + 1;
      const { keys } = await memberFrom(mseed);
      await call("POST", "coffre", {
        blob: b64(await sealVault(vk, inst, user, version, mseed)),
        xwing: b64(keys.xwing),
        ed25519: b64(keys.ed25519),
        ways: [await passphraseWay(passphrase, vk), await recoveryWay(code16, vk)],
        ...(vault && { replaces: vault.fpr }),
      });
      await openWith(mseed);
      location.replace(this.dataset.then ?? location.href);
    } catch (error) {
      tell(problem, error);
      part(this, "[data-again]").hidden = false;
      part(this, "[data-again]").onclick = () => void this.#make(steps, passphrase, code16);
    }
  }
}

/** `<pv-change-way>`: a new passphrase, or a new recovery code, for somebody who still has one of the two. */
export class ChangeWay extends HTMLElement {
  #code16 = makeRecoveryCode();

  connectedCallback(): void {
    const kind = this.dataset.kind as WayKind;
    showTyped(this);
    this.#arrive(kind);
    addEventListener("hashchange", () => this.#arrive(kind));
    const choosing = kind === "passphrase" ? new Choosing(part(this, "[data-choosing]")) : undefined;
    const keeping = writeRecoveryCode(this.#code16).then((written) =>
      kind === "recovery" ? new KeepingCode(part(this, "[data-choosing]"), written) : undefined,
    );
    part(this, "[data-change]").addEventListener("click", () => {
      void keeping.then((code) => {
        const chosen = choosing?.chosen();
        if (chosen !== undefined || code?.kept()) void this.#change(kind, chosen);
      });
    });
  }

  /** Somebody was sent here to change it, or has just done so. */
  #arrive(kind: WayKind): void {
    const details = this.closest("details");
    if (details && location.hash === `#${details.id}`) {
      details.open = true;
      part(details, "summary").focus();
    }
    if (location.hash !== `#${kind}`) return;
    history.replaceState(null, "", location.pathname);
    const said = part(document, `[data-changed="${kind}"]`);
    said.hidden = false;
    said.focus();
  }

  async #change(kind: WayKind, chosen: string | undefined): Promise<void> {
    const problem = part(this, "[data-said]");
    const present = part<HTMLInputElement>(this, "input[data-present]");
    const working = part(this, "[data-working]");
    hush(problem);
    working.hidden = false;
    await painted();
    try {
      const typed = present.value.trim();
      const by = /^[0-9A-Za-z]{4}([\s-]?[0-9A-Za-z]{4}){6}$/.test(typed) ? "recovery" : "passphrase";
      const opened = await openBy(by, typed);
      const made = chosen === undefined ? await recoveryWay(this.#code16, opened.vk) : await passphraseWay(chosen, opened.vk);
      await call("POST", "coffre/acces", { by: opened.by, new: made });
      location.replace(`${location.pathname}#${kind}`);
      location.reload();
    } catch (error) {
      tell(problem, error);
      working.hidden = true;
      present.focus();
    }
  }
}

export function defineNewVault(): void {
  customElements.define("pv-new-vault", NewVault);
  customElements.define("pv-change-way", ChangeWay);
}
