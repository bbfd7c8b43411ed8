/** The list of 1 024 words, and reading what a tired hand typed. The list itself is given by the caller. */
import { SealError } from "./errors.ts";

export interface Words {
  list: readonly string[];
  byStart: ReadonlyMap<string, number>;
}

const start = (word: string) => word.slice(0, 4);

/** The list as it is kept; or as the build folds it, each word after how many letters it shares with the one before. */
export function wordList(file: string): Words {
  const list: string[] = [];
  for (const [, shared, rest] of file.matchAll(/(\d?)([a-z]+)/g)) list.push((list.at(-1) ?? "").slice(0, Number(shared)) + rest);
  const byStart = new Map(list.map((word, index) => [start(word), index]));
  if (list.length !== 1024 || byStart.size !== 1024) throw new SealError("malformed", "not the list of words");
  return { list, byStart };
}

/** The same list in fewer bytes, for `wordList`. */
export function fold({ list }: Words): string {
  const folded = list.map((word, i) => {
    const before = list[i - 1] ?? "";
    const shared = [...word].findIndex((letter, at) => letter !== before[at]);
    return `${shared}${word.slice(shared)}`;
  });
  return folded.join("");
}

/** Words drawn at random, 10 bits each: a passphrase that can be remembered. */
export function drawWords(words: Words, count = 6): string[] {
  return [...crypto.getRandomValues(new Uint16Array(count))].map((n) => words.list[n & 1023] as string);
}

/** Lower case, without accents; whatever is not a letter separates. */
export function splitWords(typed: string): string[] {
  const plain = typed.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFD").replace(/\p{M}/gu, "");
  return plain.match(/[a-z]+/g) ?? [];
}

/** The place of a word of the list, whole or cut after its fourth letter. */
export function find(typed: string, words: Words): number | undefined {
  const index = words.byStart.get(start(typed));
  return index !== undefined && words.list[index]?.startsWith(typed) ? index : undefined;
}

/** Swaps, slips and forgotten letters between two short words. */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((old[j] as number) + 1, (row[j - 1] as number) + 1, (old[j - 1] as number) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (older[j - 2] as number) + 1);
      row.push(best);
    }
    older = old;
    old = row;
  }
  return old[b.length] as number;
}

/** Up to three words that may have been meant, the nearest first. */
export function nearest(typed: string, words: Words): string[] {
  return words.list
    .map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ far }) => far <= 3)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ word }) => word);
}
