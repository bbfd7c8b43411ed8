/** Files of a case: fetched and opened when somebody asks, shown apart from the page, saved under a safe name. */
import { part as fetchPart } from "../cell/door.ts";
import type { FileSaid } from "../cell/case.ts";
import { kindOf, type Known } from "../cell/kinds.ts";
import type { Bytes } from "../seal/fields.ts";
import { openFile, type Where } from "../seal/files.ts";
import { size } from "./moments.ts";
import { codeOfError, hush, part, row, say, words } from "./sentences.ts";
import { safeName, save } from "./talk.ts";

const shown = new Map<HTMLElement, () => void>();

/** Takes every opened file off the screen and out of memory. */
export function releaseFiles(): void {
  for (const release of [...shown.values()]) release();
}

async function fetched(where: Where, said: FileSaid, progress: HTMLProgressElement): Promise<Blob> {
  const pieces: Bytes[] = [];
  let done = 0;
  progress.max = Math.max(1, said.body.size);
  progress.hidden = false;
  for await (const piece of openFile(where, said, (number) => fetchPart(where.case, said.body.file, number))) {
    pieces.push(piece);
    done += piece.length;
    progress.value = done;
  }
  return new Blob(pieces, { type: "application/octet-stream" });
}

/** The browser's own reader of PDF draws it, in a process of its own: the type is ours, so it is never read as a page. */
function paper(file: Blob, label: string): { frame: HTMLIFrameElement; release: () => void } {
  const address = URL.createObjectURL(file);
  const frame = row("frame") as HTMLIFrameElement;
  frame.removeAttribute("sandbox");
  frame.title = label;
  frame.height = "640";
  frame.src = address;
  return { frame, release: () => URL.revokeObjectURL(address) };
}

function drawn(file: Blob, label: string, viewer: string, failed: () => void): { frame: HTMLIFrameElement; release: () => void } {
  const frame = row("frame") as HTMLIFrameElement;
  frame.title = label;
  const hear = (event: MessageEvent<{ shown?: unknown; height?: unknown }>) => {
    if (event.source !== frame.contentWindow) return;
    const { shown: isShown, height } = event.data;
    if (isShown !== true) failed();
    else if (typeof height === "number") frame.height = String(Math.min(Math.max(60, Math.ceil(height)), 2000));
  };
  addEventListener("message", hear);
  // An origin of its own has no name to address: the frame is the one we made, and can tell nobody.
  frame.addEventListener("load", () => frame.contentWindow?.postMessage({ file, label }, "*"), { once: true });
  frame.src = viewer;
  return { frame, release: () => removeEventListener("message", hear) };
}

async function known(blob: Blob, said: string): Promise<Known> {
  return kindOf(new Uint8Array(await blob.slice(0, 32).arrayBuffer()), said);
}

/** What is worth a button: the rest is only saved. */
const claimed = (type: string): string => {
  if (type === "application/pdf") return "pdf";
  const family = /^(image|audio|video)\/(?!.*(?:svg|xml))/.exec(type)?.[1];
  return family ?? "other";
};

export function fileLine(where: Where, said: FileSaid, viewer: string): HTMLElement {
  const name = safeName(said.body.name);
  const kind = claimed(said.body.type);
  const line = row("file", { name, kind: words(`kind_${kind}`), size: size(said.body.size) });
  const find = (what: string) => part<HTMLButtonElement>(line, `[data-${what}]`);
  const [show, hide, download] = [find("show"), find("hide"), find("download")];
  const progress = part<HTMLProgressElement>(line, "progress");
  const trouble = part(line, "[data-failed]");
  show.hidden = kind === "other";
  for (const button of [show, hide, download]) button.setAttribute("aria-label", `${(button.textContent ?? "").trim()} ${name}`);
  let blob: Blob | undefined;

  async function withFile(act: (file: Blob) => void | Promise<void>): Promise<void> {
    if (show.disabled) return;
    show.disabled = download.disabled = true;
    hush(trouble);
    try {
      blob ??= await fetched(where, said, progress);
      await act(blob);
    } catch (error) {
      const code = codeOfError(error);
      say(trouble, ["altered", "wrong_key", "malformed", "unknown_version"].includes(code) ? `seal_${code}` : code);
    } finally {
      progress.hidden = true;
      show.disabled = download.disabled = false;
    }
  }

  function away(): void {
    shown.get(line)?.();
    show.focus();
  }

  show.addEventListener("click", () =>
    withFile(async (file) => {
      const { kind: real, type } = await known(file, said.body.type);
      if (real === "other") return say(trouble, "not_shown");
      const typed = new Blob([file], { type });
      const failed = () => {
        shown.get(line)?.();
        say(trouble, "cannot_show");
      };
      const { frame, release } = real === "pdf" ? paper(typed, name) : drawn(typed, name, viewer, failed);
      shown.set(line, () => {
        release();
        frame.remove();
        blob = undefined;
        shown.delete(line);
        hide.hidden = true;
        show.hidden = false;
      });
      line.append(frame);
      show.hidden = true;
      hide.hidden = false;
      hide.focus();
    }),
  );
  hide.addEventListener("click", away);
  download.addEventListener("click", () =>
    withFile(async (file) => {
      if ((await known(file, said.body.type)).kind === "other") say(trouble, "not_shown");
      save(file, name);
    }),
  );
  return line;
}
