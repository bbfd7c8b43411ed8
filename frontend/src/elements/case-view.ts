/** What is shown of an opened case. Whatever was sealed is put in as text, never as markup. */
import type { FileSaid, Item, OpenCase, State, Thread, Trouble } from "../cell/case.ts";
import { ANSWERS } from "../seal/bodies.ts";
import type { Where } from "../seal/files.ts";
import { fileLine } from "./case-files.ts";
import { day, list, moment } from "./moments.ts";
import { hush, part, parts, row, say, sentence, words } from "./sentences.ts";

const CHOICES = new Set(["yes", "no", "unsure"]);

/** Rows that are already on the screen stay the same elements: a file that somebody looks at stays open. */
export type Rows = Map<string, HTMLElement>;

export interface Showing {
  host: HTMLElement;
  opened: OpenCase;
  rows: Rows;
  viewer: string;
}

const when = (item: Item) => (item.at === undefined ? "" : moment(item.at));

export function whoWrote(opened: OpenCase, item: Item): string {
  if (opened.isReporter(item.header.author)) return words("the_person");
  if (opened.isMine(item)) return words("me");
  return opened.member(item.header.author)?.name ?? words("former");
}

function kept(rows: Rows, name: string, make: () => HTMLElement): HTMLElement {
  const row = rows.get(name) ?? make();
  rows.set(name, row);
  return row;
}

export function questions(item: Item): HTMLElement[] {
  if (item.said.kind !== "testimony") return [];
  const { answers } = item.said.body;
  return ANSWERS.flatMap((name) => {
    const answer = answers[name];
    if (!answer) return [];
    const choice = (name === "danger" || name === "minor") && CHOICES.has(answer);
    return [row("question", { question: words(`answer_${name}`), answer: choice ? words(answer) : answer })];
  });
}

export function testimonyOf(item: Item): HTMLElement {
  const said = item.said as Item["said"] & { kind: "testimony" };
  const { voice, text, sealed_by } = said.body;
  const shape = row("testimony", { voice: words(`voice_${voice}`), at: when(item), text });
  part(shape, "[data-slot=text]").hidden = text === "";
  part(shape, "[data-slot=answers]").replaceChildren(...questions(item));
  part(shape, "[data-by-server]").hidden = sealed_by !== "server";
  return shape;
}

export function showTestimony({ host, opened, rows, viewer }: Showing): void {
  const item = opened.testimony;
  const answers = item?.said.kind === "testimony" ? item.said.body.answers : {};
  for (const alarm of ["danger", "minor"] as const) part(host, `[data-alarm="${alarm}"]`).hidden = answers[alarm] !== "yes";
  part(host, "[data-testimony]").replaceChildren(...(item ? [kept(rows, item.hash, () => testimonyOf(item))] : []));
  const files = part(host, '[data-files="testimony"]');
  files.replaceChildren(...opened.evidence.map((file) => kept(rows, file.hash, () => fileLine(opened.where, file.said as FileSaid, viewer))));
  files.hidden = files.childElementCount === 0;
}

function bubble(opened: OpenCase, item: Item, where: Where, viewer: string, note: boolean): HTMLElement {
  const line = row("bubble", { who: whoWrote(opened, item), at: when(item), text: "" });
  line.classList.add(note ? "note" : opened.isReporter(item.header.author) ? "theirs" : "mine");
  const text = part(line, "[data-slot=text]");
  if (item.said.kind === "file") {
    const files = document.createElement("ul");
    files.className = "files";
    files.append(fileLine(where, item.said, viewer));
    text.replaceWith(files);
  } else if (item.said.kind === "message" || item.said.kind === "note") text.textContent = item.said.body.text;
  return line;
}

/** What could not be opened stands at the end, in words: nothing is passed over in silence. */
function broken(thread: Thread | undefined): HTMLElement[] {
  const problems = thread?.read.problems.filter(({ what }) => what === "item") ?? [];
  return problems.map(({ code }) => row("broken", { why: sentence(`seal_${code}`) }));
}

export function showTalk({ host, opened, rows, viewer }: Showing): void {
  const lines = (items: Item[], note: boolean) => items.map((item) => kept(rows, item.hash, () => bubble(opened, item, opened.where, viewer, note)));
  const talk = [...lines(opened.talk, false), ...broken(opened.conversation)];
  part(host, "[data-talk]").replaceChildren(...talk);
  part(host, "[data-silence]").hidden = talk.length > 0;
  part(host, "[data-notes]").replaceChildren(...lines(opened.noted, true), ...broken(opened.notes));
  const strangers = part(host, "[data-strangers]");
  if (opened.strangers.length) say(strangers, "strangers", { names: list(opened.strangers.map(({ name }) => name)) });
  else hush(strangers);
}

export function showReaders({ host, opened }: Showing): void {
  const byName = [...opened.readers].sort((a, b) => a.name.localeCompare(b.name));
  part(host, "[data-readers]").replaceChildren(row("reader_person"), ...byName.map(({ fpr, name, role }) => row(opened.isMe(fpr) ? "reader_me" : "reader", { name, role })));
  const { directory } = opened;
  if (directory) part(host, "[data-readers-proof]").replaceChildren(sentence("proof", { version: directory.version }));
  const aside = opened.aside.map(({ name }) => row("aside_by_person", { name: name || words("former") }));
  part(host, "[data-aside-list]").replaceChildren(...aside);
  part(host, "[data-aside]").hidden = aside.length === 0;
  const gone = part(host, "[data-gone]");
  if (opened.gone.length) say(gone, "gone", { names: list(opened.gone.map(({ name }) => name)) });
  else hush(gone);
}

/** Each kind of trouble once, however often it is met. */
export function troubles(found: readonly Trouble[]): HTMLElement[] {
  const said = new Map(found.map(({ what, code }) => [`${what} ${code}`, { what, code }]));
  return [...said.values()].map(({ what, code }) => {
    const line = document.createElement("p");
    line.append(sentence(`problem_${what}`, { why: sentence(`seal_${code}`) }));
    return line;
  });
}

export function showTroubles(host: HTMLElement, found: readonly Trouble[]): void {
  const region = part(host, "[data-problems]");
  region.replaceChildren(...troubles(found));
  region.hidden = found.length === 0;
}

export function showState(host: HTMLElement, state: State, names: (member: string) => string): void {
  document.getElementById("state")?.replaceChildren(sentence(`state_${state.stage}`));
  const holder = part(host, "[data-holder]");
  if (state.mine) holder.replaceChildren(sentence("held_by_me"));
  else if (state.holder) holder.replaceChildren(sentence("held_by", { name: names(state.holder) || state.holder_said }));
  else holder.replaceChildren(sentence("held_by_nobody"));
  for (const act of ["take_up", "pass_on", "close", "reopen"] as const) part(host, `[data-act="${act}"]`).hidden = !state.may[act];
  part(host, "[data-to-answer]").hidden = state.stage !== "to answer";
  for (const said of parts(host, "[data-reopen]")) said.hidden = (said.dataset.reopen === "yes") !== state.may.reopen;
  const until = part(host, "[data-until]");
  if (state.until) say(until, state.stage === "late" ? "told_late" : "told_until", { until: day(Date.parse(state.until)) });
  else hush(until);
  const steps = state.steps.map(({ said, at }) => row("step", { said, at: moment(at) }));
  part(host, "[data-steps]").replaceChildren(...steps);
}
