/** Whose keys are whose: who was put aside, and who came back, whatever keys they have today. */
import type { Directory, Listed } from "../seal/directory.ts";
import type { Hex } from "../seal/fields.ts";

/** The fingerprints of each person who has had several, as the server says: a directory knows keys and names only. */
export type Renewed = readonly (readonly Hex[])[];

const ofOne = (one: Hex, other: Hex, renewed: Renewed) => one === other || renewed.some((fprs) => fprs.includes(one) && fprs.includes(other));

/**
 * Whether the reporter put this person aside, under these keys or former ones: the server says whose keys they were. It is not
 * believed when it does not: somebody who bears the name that the directory gave to whoever was put aside stays aside as well.
 */
export function isPutAside(fpr: Hex, excluded: readonly Hex[], directories: readonly Directory[], renewed: Renewed): boolean {
  // The recovery key is nobody, and the next one is nobody too: whoever refused the former has refused it.
  const names = (one: Hex) => directories.flatMap(({ members, recovery }) => (recovery?.fpr === one ? "" : (members.get(one)?.name ?? [])));
  const hers = new Set(names(fpr));
  return excluded.some((one) => ofOne(one, fpr, renewed) || names(one).some((name) => hers.has(name)));
}

/** Of those put aside before, whoever is not in the list today and was not taken back under the keys they have now. */
export function stillAside(
  earlier: readonly Hex[],
  listed: readonly Hex[],
  reading: readonly Hex[],
  directories: readonly Directory[],
  renewed: Renewed,
): Hex[] {
  return earlier.filter((one) => !listed.includes(one) && !reading.some((fpr) => isPutAside(fpr, [one], directories, renewed)));
}

/** Somebody of an earlier version is not listed any more; `now`, the keys that the same person is listed with today. */
export function departures(directories: readonly Directory[], renewed: Renewed): { gone: Listed; now: Listed | undefined }[] {
  const today = directories.at(-1)?.members ?? new Map<Hex, Listed>();
  const gone = new Map<Hex, Listed>();
  for (const { members } of directories) for (const one of members.values()) if (!today.has(one.fpr)) gone.set(one.fpr, one);
  return [...gone.values()].map((one) => ({ gone: one, now: [...today.values()].find(({ fpr }) => ofOne(fpr, one.fpr, renewed)) }));
}
