/**
 * `<pv-directory>`: an officer's browser writes and signs the next version of who listens. It takes from the server who
 * has a seat now, and believes none of the keys: whoever is new reads eight words aloud with the officer first.
 */
import { officersOf, signDirectory, type Directory, type Listed, type Recovery } from "../seal/directory.ts";
import { b64, hex, minutes, sha256, lp, unb64, type Bytes, type Hex } from "../seal/fields.ts";
import { identity, type Keys } from "../seal/identity.ts";
import type { Member } from "../seal/member.ts";
import { wordRows, spoken } from "./choose.ts";
import { call, mine } from "./doors.ts";
import { acknowledge, cellOf, saveKeyring, signedNow } from "./keyring.ts";
import { held, SIGNED } from "./sheets.ts";
import { hush, part, parts, row, say, words } from "./sentences.ts";
import { CHANGED, openMember, vaultIsOpen } from "./session.ts";
import { painted, tell } from "./vault.ts";

/** Somebody who has a seat and a vault now, as the server says. */
interface Seated {
  fpr: Hex;
  xwing: string;
  ed25519: string;
  name: string;
  role: string;
  officer: boolean;
  since: number;
}

/** At the end of the address, after signing. */
const SIGNED_NOW = "#signe";

type State = "same" | "changed" | "new";

function stateOf(one: Seated, before: Directory | undefined): State {
  const listed = before?.members.get(one.fpr);
  if (!listed) return "new";
  return listed.name === one.name && listed.role === one.role && listed.officer === one.officer ? "same" : "changed";
}

export interface Line {
  fpr: Hex;
  xwing: string;
  ed25519: string;
  name: string;
  role: string;
  reads: boolean;
  officer: boolean;
  since: number;
}

/** The keys of somebody already listed are those that were signed, never what the server says today. */
function lineOf(one: Seated, listed: Listed | undefined): Line {
  const { fpr, name, role, officer } = one;
  const xwing = listed ? b64(listed.xwing) : one.xwing;
  const ed25519 = listed ? b64(listed.ed25519) : one.ed25519;
  return { fpr, xwing, ed25519, name, role, reads: listed?.reads ?? true, officer, since: listed?.since ?? one.since };
}

/** A line of the version before, as it stands. */
export function lineAgain({ fpr, xwing, ed25519, name, role, reads, officer, since }: Listed): Line {
  return { fpr, xwing: b64(xwing), ed25519: b64(ed25519), name, role, reads, officer, since };
}

/** Somebody's lines; that of the recovery key is among them when there is one. */
export interface Next {
  lines: readonly Line[];
  recovery?: Recovery | undefined;
  time: number;
}

export function writeDirectory(before: Directory | undefined, { lines, recovery, time }: Next): string {
  const { inst, cell } = mine();
  const { version, hash } = before ?? { version: 0, hash: "0".repeat(64) };
  const policy = { signatures: before?.signatures ?? 1 };
  const members = [...lines];
  return JSON.stringify({ v: 1, inst, cell, version: version + 1, prev: hash, time, members, policy, ...(recovery && { recovery }) });
}

/** Signs it with these keys, sends it, and takes it as the one in force. */
export async function signNext(member: Member, keys: Keys, before: Directory | undefined, text: string): Promise<void> {
  const { cell } = mine();
  const version = (before?.version ?? 0) + 1;
  await call("POST", "annuaire", { text, signatures: [await signDirectory(keys, text)] });
  signedNow(version);
  await acknowledge(member, { cell, version, hash: hex(await sha256(lp("portevoix/1 directory", text))) });
  await saveKeyring().catch(() => undefined);
}

/** Everybody of a version: the recovery key is nobody. */
const peopleOf = ({ members, recovery }: Directory): Listed[] => [...members.values()].filter(({ fpr }) => fpr !== recovery?.fpr);

export class NextDirectory extends HTMLElement {
  #member?: Member;
  #before?: Directory | undefined;
  #people: Seated[] = [];

  connectedCallback(): void {
    this.addEventListener("change", () => hush(part(this, "[data-problem]")));
    part(this, "[data-sign]").addEventListener("click", () => void this.#sign());
    addEventListener(CHANGED, () => {
      if (vaultIsOpen()) void this.#show();
      else this.hidden = true;
    });
  }

  async #show(): Promise<void> {
    this.#member = await openMember();
    const problem = part(this, "[data-problem]");
    try {
      this.#before = (await cellOf(this.#member))?.directory;
    } catch {
      // It is said where the vault is, and nothing is signed on it.
      return void (this.hidden = true);
    }
    try {
      this.#people = await this.#seated();
      this.#list();
      this.hidden = false;
      this.#sayWhatWasSigned();
    } catch (error) {
      this.hidden = false;
      part(this, "[data-sign]").hidden = true;
      tell(problem, error);
    }
  }

  /** Those the server names, without anyone whose fingerprint is not that of their keys. */
  async #seated(): Promise<Seated[]> {
    const said = JSON.parse(document.getElementById("pending")?.textContent ?? "[]") as Seated[];
    for (const one of said) {
      const { fpr } = await identity(unb64(one.xwing) as Bytes, unb64(one.ed25519) as Bytes);
      if (fpr !== one.fpr) throw Object.assign(new Error("keys"), { code: "malformed" });
    }
    return said;
  }

  #list(): void {
    const mineIs = this.#member?.keys.fpr;
    const rows = this.#people.map((one) => {
      const state = one.fpr === mineIs && stateOf(one, this.#before) === "new" ? "me" : stateOf(one, this.#before);
      const shown = row(`person_${state}`, { name: one.name, role: one.role });
      shown.dataset.fpr = one.fpr;
      shown.querySelector("[data-words]")?.replaceChildren(...wordRows(spoken(one.fpr)));
      return shown;
    });
    const gone = this.#gone(this.#people);
    const stays = (fpr: Hex) => mine().renewed.some((keys) => keys.includes(fpr) && this.#people.some((one) => keys.includes(one.fpr)));
    rows.push(...gone.map(({ fpr, name, role }) => row(stays(fpr) ? "person_renewed" : "person_gone", { name, role })));
    part(this, "[data-people]").replaceChildren(...rows);
    const nothing = gone.length === 0 && this.#people.every((one) => stateOf(one, this.#before) === "same");
    for (const said of parts(this, "[data-nothing]")) said.hidden = !nothing;
    for (const said of parts(this, "[data-to-sign]")) said.hidden = nothing;
    part(this, "[data-somebody-new]").hidden = !this.querySelector("input[data-compared]");
    part(this, "[data-version]").textContent = String((this.#before?.version ?? 0) + 1);
    part(this, "[data-alone]").hidden = this.#people.filter((one) => one.officer).length > 1;
  }

  /** The page came back from signing: it says so, once. */
  #sayWhatWasSigned(): void {
    if (location.hash !== SIGNED_NOW) return;
    history.replaceState(null, "", location.pathname);
    const said = part(this, "[data-signed]");
    said.hidden = false;
    said.focus();
  }

  #gone(people: readonly Seated[]): Listed[] {
    return this.#before ? peopleOf(this.#before).filter(({ fpr }) => !people.some((one) => one.fpr === fpr)) : [];
  }

  /** Whoever is new is listed only once somebody has said that the words are the same. */
  #chosen(): Seated[] {
    const compared = new Set(parts<HTMLInputElement>(this, "input[data-compared]:checked").map((box) => box.closest<HTMLElement>("[data-fpr]")?.dataset.fpr));
    return this.#people.filter((one) => one.fpr === this.#member?.keys.fpr || stateOf(one, this.#before) !== "new" || compared.has(one.fpr));
  }

  async #sign(): Promise<void> {
    const problem = part(this, "[data-problem]");
    const member = this.#member;
    if (!member) return;
    hush(problem);
    const chosen = this.#chosen();
    const before = this.#before;
    const spare = before?.members.get(before.recovery?.fpr ?? "");
    const keys = held() && held()?.fpr === spare?.fpr ? (held() as Keys) : member.keys;
    const isOfficer = before ? officersOf(before).some(({ fpr }) => fpr === member.keys.fpr) : chosen.some(({ fpr, officer }) => officer && fpr === member.keys.fpr);
    if (!isOfficer && keys === member.keys) return say(problem, "not_officer");
    const news = this.#gone(chosen).length > 0 || chosen.some((one) => stateOf(one, before) !== "same");
    if (!news) return say(problem, "nothing_to_sign");
    await painted();
    try {
      const lines = chosen.map((one) => lineOf(one, before?.members.get(one.fpr)));
      if (spare) lines.push(lineAgain(spare));
      const text = writeDirectory(before, { lines, recovery: before?.recovery, time: minutes() });
      await signNext(member, keys, before, text);
      if (keys !== member.keys) return void dispatchEvent(new Event(SIGNED));
      document.title = words("signed_title");
      location.hash = SIGNED_NOW;
      location.reload();
    } catch (error) {
      tell(problem, error);
    }
  }
}

/** `<pv-words data-fpr>`: a fingerprint as words, for what the page itself knows. */
export class SpokenWords extends HTMLElement {
  connectedCallback(): void {
    void openMember().then(({ keys }) => {
      part(this, "ol").replaceChildren(...wordRows(spoken(keys.fpr)));
      this.hidden = false;
    });
  }
}

export function defineDirectory(): void {
  customElements.define("pv-directory", NextDirectory);
  customElements.define("pv-my-words", SpokenWords);
}
