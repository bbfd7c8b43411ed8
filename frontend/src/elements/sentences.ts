/** All words come from the page: `<template data-sentence="code">…</template>`, with places to fill: `<b data-slot="name"></b>`. */

export type Slots = Readonly<Record<string, string | number | Node>>;

/** Fills the places of a clone with text or nodes; nothing is ever read as markup. */
export function fill<T extends ParentNode>(into: T, slots: Slots): T {
  for (const place of into.querySelectorAll<HTMLElement>("[data-slot]")) {
    const value = slots[place.dataset.slot as string];
    if (value !== undefined) place.replaceChildren(typeof value === "number" ? String(value) : value);
  }
  return into;
}

function template(code: string): HTMLTemplateElement | null {
  return document.querySelector(`template[data-sentence="${CSS.escape(code)}"]`);
}

/** A sentence of the page; the page's own `fault` when it has none for this code. */
export function sentence(code: string, slots: Slots = {}): DocumentFragment {
  const found = template(code) ?? template("fault");
  return fill(found ? (found.content.cloneNode(true) as DocumentFragment) : document.createDocumentFragment(), slots);
}

/** Says it in a region that is read aloud, and shows the region. */
export function say(into: HTMLElement, code: string, slots: Slots = {}): void {
  into.replaceChildren(sentence(code, slots));
  into.hidden = false;
}

export function hush(into: HTMLElement): void {
  into.replaceChildren();
  into.hidden = true;
}

/** The words of a sentence, for what can only hold text. */
export function words(code: string, slots: Slots = {}): string {
  return (sentence(code, slots).textContent ?? "").trim();
}

/** A row of a list: the first element of its template, filled. */
export function row(code: string, slots: Slots = {}): HTMLElement {
  return sentence(code, slots).firstElementChild as HTMLElement;
}

/** Puts the reader at a heading. On a screen that holds a few lines only, what stands above it is passed over. */
export function arrive(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  scrollTo({ top: 0 });
  if (heading.getBoundingClientRect().bottom > innerHeight * 0.7) heading.scrollIntoView();
}

/** Asks, in the page's own words, before a link is followed. */
export function askBefore(dialog: HTMLDialogElement, { href }: HTMLAnchorElement): void {
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => dialog.returnValue === "leave" && location.assign(href), { once: true });
}

/** The code that an error carries, whichever of the page's files threw it. */
export function codeOfError(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "fault";
}

/** The one element of this kind inside; a template without it is a fault to see at once. */
export function part<T extends Element = HTMLElement>(of: ParentNode, selector: string): T {
  const found = of.querySelector<T>(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return found;
}

export const parts = <T extends Element = HTMLElement>(of: ParentNode, selector: string): T[] => [
  ...of.querySelectorAll<T>(selector),
];
