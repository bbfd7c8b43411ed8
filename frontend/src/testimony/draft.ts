/** What someone has written, before anything is sealed. It lives in the page's memory and nowhere else. */
import type { Bodies, Said } from "../seal/bodies.ts";

export type Voice = Bodies["testimony"]["voice"];
export type Answers = Bodies["testimony"]["answers"];

export interface Written {
  voice: Voice;
  text: string;
  answers: Answers;
}

/** Answers that are someone's own words, in the order in which they make a title. */
const OWN_WORDS = ["perceived", "where", "when", "wish", "avoid", "contact"] as const;

export const TITLE = 80;

/** One testimony needs some text, anywhere; a choice between yes and no is not a text. */
export function hasWords({ text, answers }: Written): boolean {
  return [text, ...OWN_WORDS.map((name) => answers[name] ?? "")].some((words) => words.trim() !== "");
}

/** The first words, cut between two words, for the list that members see once they have opened it. */
export function titleOf({ text, answers }: Written): string {
  const words = [text, ...OWN_WORDS.map((name) => answers[name] ?? "")].map((one) => one.trim()).find((one) => one !== "") ?? "";
  const line = words.replace(/\s+/gu, " ");
  const letters = [...line];
  if (letters.length <= TITLE) return line;
  const cut = letters.slice(0, TITLE - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > TITLE / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** Without what was skipped. */
export function cleaned({ voice, text, answers }: Written): Written {
  const kept = Object.entries(answers).flatMap(([name, words]) => (words?.trim() ? [[name, words.trim()] as const] : []));
  return { voice, text: text.trim(), answers: Object.fromEntries(kept) };
}

export function saidOf(written: Written): Said[] {
  const { voice, text, answers } = cleaned(written);
  return [
    { kind: "title", body: { text: titleOf(written) } },
    { kind: "testimony", body: { voice, text, answers, sealed_by: "browser" } },
  ];
}
