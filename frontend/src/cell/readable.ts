/** A case as one page that anyone can read: built here, never sent. The register says that it was made. */
import type { FileSaid, Item, OpenCase } from "./case.ts";
import { keepsake } from "../elements/keepsake.ts";
import { moment, size } from "../elements/moments.ts";
import { part, row } from "../elements/sentences.ts";
import { troubles, whoWrote, testimonyOf } from "../elements/case-view.ts";
import { safeName } from "../elements/talk.ts";
import { minutes } from "../seal/fields.ts";

export interface ToRead {
  opened: OpenCase;
  reference: string;
  school: string;
  who: string;
  title: string;
  withNotes: boolean;
}

function line(opened: OpenCase, item: Item): HTMLElement {
  const shown = document.createElement("li");
  const said = document.createElement("span");
  said.className = "said";
  said.append(whoWrote(opened, item), " · ", item.at === undefined ? "" : moment(item.at));
  const text = document.createElement("div");
  text.className = "text";
  const { said: what } = item;
  text.textContent = what.kind === "file" ? safeName(what.body.name) : what.kind === "testimony" ? "" : what.body.text;
  shown.append(said, text);
  return shown;
}

function file(item: Item): HTMLElement {
  const { body } = item.said as FileSaid;
  return row("export_file", { name: safeName(body.name), size: size(body.size), sha256: body.sha256 });
}

function list(of: HTMLElement, slot: string, lines: readonly HTMLElement[]): void {
  const place = part(of, `[data-slot="${slot}"]`);
  place.replaceChildren(...lines);
  const section = place.closest("section");
  if (lines.length === 0) section?.remove();
}

export function readable({ opened, reference, school, who, title, withNotes }: ToRead): Promise<Blob> {
  const article = row("export", { title, reference, school, who, at: moment(minutes()) });
  const { testimony } = opened;
  list(article, "testimony", testimony ? [testimonyOf(testimony)] : []);
  list(article, "talk", opened.talk.map((item) => line(opened, item)));
  list(article, "notes", withNotes ? opened.noted.map((item) => line(opened, item)) : []);
  const files = [...opened.evidence, ...opened.talk, ...(withNotes ? opened.noted : [])].filter(({ said }) => said.kind === "file");
  list(article, "files", files.map(file));
  list(article, "readers", opened.readers.map(({ name, role }) => row("reader", { name, role })));
  list(article, "problems", troubles(opened.troubles).map((one) => Object.assign(document.createElement("li"), { textContent: one.textContent })));
  return keepsake(title, [article], []);
}
