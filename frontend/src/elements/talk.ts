/** What was said, as bubbles: who, when, and what. Whatever was sealed is put in as text, never as markup. */
import type { Said } from "../seal/bodies.ts";
import type { Mailbox, SaidItem, Thread } from "../testimony/mailbox.ts";
import { isPicture, isSound } from "../testimony/photo.ts";
import { moment, size } from "./moments.ts";
import { codeOfError, part, row, say, sentence, words } from "./sentences.ts";

type SaidFile = Said & { kind: "file" };
type Answers = (Said & { kind: "testimony" })["body"]["answers"];

const ORDER = ["perceived", "where", "when", "wish", "avoid", "danger", "minor", "contact"] as const;

/** A name that any device can save: no path, no order, no trick of direction. */
export function safeName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[/\\:*?"<>|]/gu, "_")
    .replace(/^[.\s]+|[.\s]+$/gu, "");
  const letters = [...plain];
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? "";
  return letters.length <= 100 ? plain || "_" : letters.slice(0, 100 - ending.length).join("") + ending;
}

/** Hands a blob to the browser to save. */
export function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = safeName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function answersOf(answers: Answers): HTMLElement[] {
  return ORDER.flatMap((name) => {
    const answer = answers[name];
    if (!answer) return [];
    const choice = (name === "danger" || name === "minor") && ["yes", "no", "unsure"].includes(answer);
    const question = words(`asked_${name}`);
    return [row("question", { question }), row("answer", { answer: choice ? words(`said_${answer}`) : answer })];
  });
}

/** Opened files, so that their addresses can be given back when the mailbox closes. */
const shown = new Set<string>();

export function releaseFiles(): void {
  for (const address of shown) URL.revokeObjectURL(address);
  shown.clear();
}

function view(blob: Blob, name: string): HTMLElement {
  const address = URL.createObjectURL(blob);
  shown.add(address);
  const viewer = document.createElement(isPicture(blob.type) ? "img" : "audio") as HTMLImageElement | HTMLAudioElement;
  viewer.className = "viewer";
  if (viewer instanceof HTMLImageElement) viewer.alt = name;
  else {
    viewer.controls = true;
    viewer.setAttribute("aria-label", name);
  }
  viewer.src = address;
  return viewer;
}

function fileLine(mailbox: Mailbox, said: SaidFile): HTMLElement {
  const { name, type, size: bytes } = said.body;
  const line = row("file_said", { name, size: size(bytes) });
  const [open, download] = [part<HTMLButtonElement>(line, "[data-open]"), part<HTMLButtonElement>(line, "[data-download]")];
  open.hidden = !isPicture(type) && !isSound(type);
  for (const button of [open, download]) button.setAttribute("aria-label", `${(button.textContent ?? "").trim()} ${name}`);
  const status = part(line, "[data-status]");
  const fetched = async (): Promise<Blob | undefined> => {
    open.disabled = download.disabled = true;
    try {
      const blob = await mailbox.file(said, (done, all) => say(status, "opening_file", { done: size(done), size: size(all) }));
      status.hidden = true;
      return blob;
    } catch (error) {
      say(status, codeOfError(error) === "altered" ? "file_altered" : "file_not_had");
      return undefined;
    } finally {
      open.disabled = download.disabled = false;
    }
  };
  open.addEventListener("click", async () => {
    const blob = await fetched();
    if (!blob) return;
    part(line, "[data-view]").replaceChildren(view(blob, name));
    open.hidden = true;
  });
  download.addEventListener("click", async () => {
    const blob = await fetched();
    // What the browser might open by itself is saved as bytes.
    if (blob) save(new Blob([blob], { type: "application/octet-stream" }), name);
  });
  return line;
}

function what(mailbox: Mailbox, said: Said): Node | undefined {
  switch (said.kind) {
    case "testimony": {
      const { voice, text, answers, sealed_by } = said.body;
      const shape = row("testimony_said", { voice: words(`voice_${voice}`), text });
      part(shape, "[data-answers]").replaceChildren(...answersOf(answers));
      part(shape, "[data-slot=text]").hidden = text === "";
      part(shape, "[data-by-server]").hidden = sealed_by !== "server";
      return shape;
    }
    case "message":
      return sentence("message_said", { text: said.body.text });
    case "file":
      return fileLine(mailbox, said);
    default:
      return undefined;
  }
}

function bubble(mailbox: Mailbox, item: SaidItem): HTMLElement[] {
  const body = what(mailbox, item.said);
  if (!body) return [];
  const when = item.at === undefined ? "" : moment(item.at);
  const member = mailbox.member(item.header.author);
  const mine = mailbox.isMine(item);
  const line = mine ? row("bubble_mine", { when }) : row("bubble_theirs", { when, name: member?.name ?? "", role: member?.role ?? "" });
  part(line, "[data-what]").append(body);
  line.dataset.item = item.header.item;
  return [line];
}

export function bubbles(mailbox: Mailbox, thread: Thread): HTMLElement[] {
  return thread.read.items.flatMap((item) => bubble(mailbox, item));
}

/** The files of a thread, by the item that speaks of them. */
export function filesOf(thread: Thread): Map<string, SaidFile> {
  return new Map(thread.read.items.flatMap(({ said, header }) => (said.kind === "file" ? [[header.item, said] as const] : [])));
}
