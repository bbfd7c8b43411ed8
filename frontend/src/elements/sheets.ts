/** The recovery key, while the page on which its sheets were typed stays open. Kept nowhere else. */
import type { Keys } from "../seal/identity.ts";

/** On the window, once a version of the directory was signed with it. */
export const SIGNED = "pv-signed";

let keys: Keys | undefined;

export const held = (): Keys | undefined => keys;

export function hold(found: Keys | undefined): void {
  keys = found;
}
