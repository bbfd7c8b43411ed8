/** Who was put aside, whatever keys they have today. */
import type { Directory } from "../seal/directory.ts";
import type { Hex } from "../seal/fields.ts";

/**
 * Whether the reporter put this person aside, under these keys or former ones: a new vault is a new fingerprint, and the
 * directory's past says whose it is. The server refuses it too; a browser does not take its word for it.
 */
export function isPutAside(fpr: Hex, excluded: readonly Hex[], directories: readonly Directory[]): boolean {
  const names = (one: Hex) => directories.flatMap(({ members }) => members.get(one)?.name ?? []);
  const hers = new Set(names(fpr));
  return excluded.includes(fpr) || excluded.some((one) => names(one).some((name) => hers.has(name)));
}

/** Of those put aside before, whoever is not in the list today and was not taken back under the keys they have now. */
export function stillAside(earlier: readonly Hex[], listed: readonly Hex[], reading: readonly Hex[], directories: readonly Directory[]): Hex[] {
  return earlier.filter((one) => !listed.includes(one) && !reading.some((fpr) => isPutAside(fpr, [one], directories)));
}
