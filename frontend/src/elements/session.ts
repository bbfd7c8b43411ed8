/**
 * The vault of this tab. While it is open, the member's seed is in memory, and in the tab's storage wrapped under a key
 * that no script can read. It closes after thirty idle minutes, with the tab, or when one says so.
 */
import { b64, random, unb64, type Bytes, type Hex } from "../seal/fields.ts";
import { memberFrom, type Keyring, type Member } from "../seal/member.ts";
import { call, mine } from "./doors.ts";
import { forgetKeyring, keyringOf, saveKeyring } from "./keyring.ts";
import { drop, put, sweep, take } from "./place.ts";

const KEPT = "pv-vault";
const MINUTE = 60_000;
const IDLE = 30 * MINUTE;
/** While somebody works, the server is told every few minutes, so that it does not close the session under their hands. */
const SIGN_OF_LIFE = 5 * MINUTE;

/** On the window, when the vault has just opened or closed: show what it opens, or let go of it. */
export const CHANGED = "pv-vault";

/** The open vault, and what its member has already opened and seen. */
export interface Session {
  inst: Hex;
  user: Hex;
  cell: Hex;
  member: Member;
  /** Live: what is added here is kept by `save`. */
  keyring: Keyring;
  save(): Promise<void>;
}

interface Kept {
  id: string;
  user: Hex;
  iv: string;
  box: string;
  used: number;
}

interface KeptKey {
  key: CryptoKey;
  used: number;
}

let present: Member | undefined;
let waiting: ((member: Member) => void)[] = [];
let restored: Promise<unknown> = Promise.resolve();

function kept(): Kept | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

const isIdle = (since: number): boolean => Date.now() - since > IDLE || since > Date.now() + MINUTE;

async function wrap(mseed: Bytes): Promise<void> {
  const id = b64(random(16));
  const user = mine().user;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = random(12);
  const additionalData = new TextEncoder().encode(user);
  const box = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, mseed));
  const used = Date.now();
  await put("keys", id, { key, used } satisfies KeptKey);
  sessionStorage.setItem(KEPT, JSON.stringify({ id, user, iv: b64(iv), box: b64(box), used } satisfies Kept));
}

async function unwrap(at: Kept): Promise<Bytes | undefined> {
  const found = await take<KeptKey>("keys", at.id);
  if (!found || isIdle(at.used)) return undefined;
  const additionalData = new TextEncoder().encode(at.user);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: unb64(at.iv), additionalData }, found.key, unb64(at.box)));
  } catch {
    return undefined;
  }
}

function hold(member: Member): void {
  present = member;
  for (const resolve of waiting) resolve(member);
  waiting = [];
  window.dispatchEvent(new Event(CHANGED));
}

/** Opens the vault of this tab with its seed. A browser that keeps nothing will ask again on the next page. */
export async function openWith(mseed: Bytes): Promise<Member> {
  const member = await memberFrom(mseed);
  await wrap(mseed).catch(() => undefined);
  hold(member);
  return member;
}

/** The vault as the page before left it; undefined when it must be opened. */
export function restore(): Promise<Member | undefined> {
  const found = restoring();
  restored = found.catch(() => undefined);
  return found;
}

async function restoring(): Promise<Member | undefined> {
  const at = kept();
  const { user, vault } = mine();
  const mseed = at && at.user === user ? await unwrap(at) : undefined;
  const member = mseed && (await memberFrom(mseed));
  if (!member || member.keys.fpr !== vault?.fpr) {
    if (at) await closeVault();
    return undefined;
  }
  stillHere();
  hold(member);
  return member;
}

/** The member whose vault is open: at once, silently restored, or when they have typed their passphrase. */
export function openMember(): Promise<Member> {
  return present ? Promise.resolve(present) : new Promise((resolve) => waiting.push(resolve));
}

async function sessionOf(member: Member): Promise<Session> {
  const { inst, user, cell } = mine();
  return { inst, user, cell, member, keyring: (await keyringOf(member)).ring, save: () => saveKeyring(true) };
}

/** The open vault with its keyring, as soon as it is open. Refuses, as the seal does, a keyring that was altered. */
export async function openVault(): Promise<Session> {
  return sessionOf(await openMember());
}

/** The same, without waiting for anybody: undefined when the vault is closed. */
export async function vaultIfOpen(): Promise<Session | undefined> {
  await restored;
  return present && sessionOf(present);
}

export const vaultIsOpen = (): boolean => present !== undefined;

/** Whether the vault was closed because nobody was there. */
export let isLeftAlone = false;

export async function closeVault(idle = false): Promise<void> {
  isLeftAlone = idle;
  const at = kept();
  present = undefined;
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // This browser keeps nothing.
  }
  if (at) await drop("keys", at.id);
  forgetKeyring();
  window.dispatchEvent(new Event(CHANGED));
}

let told = Date.now();

function stillHere(): void {
  const at = kept();
  if (!at || Date.now() - at.used < MINUTE) return;
  at.used = Date.now();
  sessionStorage.setItem(KEPT, JSON.stringify(at));
  void take<KeptKey>("keys", at.id).then((found) => found && put("keys", at.id, { ...found, used: at.used }));
}

function alive(): void {
  if (!present) return;
  stillHere();
  if (Date.now() - told < SIGN_OF_LIFE) return;
  told = Date.now();
  void call("GET", `trousseau?have=${mine().vault?.counter ?? 0}`).catch(() => undefined);
}

/** Watches over the tab: closes the vault when nobody is there, when one signs out, when the browser brings a page back. */
export function watch(): void {
  for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, alive, { passive: true, capture: true });
  setInterval(() => {
    const at = kept();
    if (present && (at ? isIdle(at.used) : false)) void closeVault(true);
  }, MINUTE / 3);
  document.querySelector("form.sign-out")?.addEventListener("submit", () => void closeVault());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  addEventListener("pv-leave", () => void closeVault());
  void sweep("keys", (value) => isIdle((value as KeptKey).used));
}
