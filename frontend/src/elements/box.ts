/** What an opened mailbox shows: what was done and comes next, what was said, who may read, what the trail vouches for. */
import { workingDaysAfter } from "../testimony/delays.ts";
import type { Mailbox } from "../testimony/mailbox.ts";
import { day, moment } from "./moments.ts";
import { part, parts, row, say, sentence, words } from "./sentences.ts";
import { bubbles } from "./talk.ts";

const DAY = 86_400_000;

export function showBox(box: HTMLElement, mailbox: Mailbox, answerDays: number): void {
  const kept = mailbox.conversation === undefined;
  for (const variant of parts(box, "[data-stage]")) variant.hidden = (variant.dataset.stage === "kept") !== kept;
  showProblems(box, mailbox);
  showSteps(box, mailbox, answerDays);
  const thread = mailbox.conversation ?? mailbox.private;
  part(box, "[data-talk]").replaceChildren(...(thread ? bubbles(mailbox, thread) : []));
  const beside = kept ? undefined : mailbox.private;
  part(box, "[data-private]").hidden = !beside;
  part(box, "[data-private-talk]").replaceChildren(...(beside ? bubbles(mailbox, beside) : []));
  showReaders(box, mailbox);
  part(box, "[data-server-saw]").hidden = !mailbox.sealedByServer;
  part(box, "[data-key-renewed]").hidden = mailbox.keyFromServer;
  for (const said of parts(box, "[data-words-changed]")) said.hidden = (said.dataset.wordsChanged === "yes") !== mailbox.wordsChanged;
  void showProof(box, mailbox);
}

/** What someone comes for may be far below what happened before. */
export function goToLast(box: HTMLElement): void {
  const last = parts(box, "[data-talk] .theirs").at(-1);
  if (!last) return;
  last.tabIndex = -1;
  last.focus({ preventScroll: true });
  last.scrollIntoView();
}

/** Takes out of the page what was opened. */
export function emptyBox(box: HTMLElement): void {
  const places = "[data-talk], [data-private-talk], [data-steps], [data-may-read], [data-put-aside], [data-proof-text]";
  for (const place of parts(box, places)) place.replaceChildren();
}

function showProblems(box: HTMLElement, mailbox: Mailbox): void {
  const said = part(box, "[data-problems]");
  const codes = [...new Set(mailbox.problems)];
  part(said, "ul").replaceChildren(...codes.map((code) => row("problem", { what: sentence(`sealed_${code}`) })));
  said.hidden = codes.length === 0;
}

function showSteps(box: HTMLElement, mailbox: Mailbox, answerDays: number): void {
  const done = mailbox.steps.map(({ kind, at }) => row("step_done", { what: words(`step_${kind}`), when: moment(at) }));
  const sent = mailbox.steps.findLast(({ kind }) => kind === "transmitted")?.at;
  const until = sent === undefined ? undefined : workingDaysAfter(sent * 60_000, answerDays);
  const late = until !== undefined && Date.now() > until + DAY && ["transmitted", "taken_up"].includes(mailbox.stage);
  const next = row(`next_${late ? "late" : mailbox.added ? "added" : mailbox.stage}`, until === undefined ? {} : { until: day(until) });
  part(box, "[data-steps]").replaceChildren(...done, next);
}

function showReaders(box: HTMLElement, mailbox: Mailbox): void {
  const { may, aside } = mailbox.readers;
  const people = (listed: typeof may) => listed.map(({ name, role }) => row("reader", { name, role }));
  part(box, "[data-may-read]").replaceChildren(row("reader_you"), ...people(may));
  part(box, "[data-aside]").hidden = aside.length === 0;
  part(box, "[data-put-aside]").replaceChildren(...people(aside));
}

async function showProof(box: HTMLElement, mailbox: Mailbox): Promise<void> {
  const { vouching, promise, proof } = await mailbox.vouching();
  say(part(box, "[data-proof-said]"), `proof_${vouching}`, { when: moment(promise.minute) });
  part(box, "[data-proof-text]").textContent = JSON.stringify(promise, null, 1) + (proof ? `\n\n${proof}` : "");
}
