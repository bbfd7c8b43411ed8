/** What a tired hand types to come back: nine words, or eighteen characters. Nothing is asked of the server. */
import { readBase32, readWords, type Reading } from "../seal/receipt.ts";
import { find, nearest, splitWords, type Words } from "../seal/words.ts";

/** One typed word: the word of the list it stands for, or the nearest ones. */
export interface Place {
  typed: string;
  word: string | undefined;
  near: readonly string[];
}

/** Three words may have eighteen letters together: letters that begin with a word are words. */
function isCode(typed: string, words: Words): boolean {
  if (typed.replace(/[\s-]/g, "").length !== 18) return false;
  return /\d/.test(typed) || find(splitWords(typed)[0] ?? "", words) === undefined;
}

/** While someone types, the last word may not be finished: it is not called wrong as long as a word begins so. */
export function placesOf(typed: string, words: Words, finished: boolean): Place[] {
  if (isCode(typed, words)) return [];
  const parts = splitWords(typed);
  return parts.map((part, i) => {
    const index = find(part, words);
    const word = index === undefined ? undefined : words.list[index];
    const growing = !finished && i === parts.length - 1 && /\p{L}$/u.test(typed);
    const hopeful = growing && words.list.some((one) => one.startsWith(part));
    return { typed: part, word, near: word === undefined && !hopeful ? nearest(part, words) : [] };
  });
}

/** Whether a place must be pointed at, now. */
export function isWrong(place: Place, last: boolean, finished: boolean, words: Words): boolean {
  if (place.word !== undefined) return false;
  return finished || !last || !words.list.some((one) => one.startsWith(place.typed));
}

export function readTyped(typed: string, words: Words): Promise<Reading> {
  return isCode(typed, words) ? readBase32(typed) : readWords(typed, words);
}

/** The same text with one word in another's place. */
export function replaced(typed: string, words: Words, position: number, word: string): string {
  return placesOf(typed, words, true)
    .map((place, i) => (i === position ? word : (place.word ?? place.typed)))
    .join(" ");
}
