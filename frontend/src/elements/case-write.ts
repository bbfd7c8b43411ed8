/** Where a member writes in a case: words and files, sealed once, sent until they are there, lost never. */
import { door } from "../cell/door.ts";
import type { Said } from "../seal/bodies.ts";
import { SealError } from "../seal/errors.ts";
import type { Claim, Request } from "../cell/write.ts";
import { NotDone } from "../testimony/api.ts";
import { mayBeSent } from "../testimony/photo.ts";
import { sendFile, Upload } from "../testimony/upload.ts";
import { call, Refusal } from "./doors.ts";
import { size } from "./moments.ts";
import { codeOfError, hush, part, row, say } from "./sentences.ts";
import { painted, tell } from "./vault.ts";

const TRIES = 3;
/** Something arrived first: look again, seal again, send again. */
const LOOK_AGAIN = new Set(["stale", "directory_changed"]);

/** What the page lends to those who write in it. */
export interface Desk {
  where: { inst: string; case: string };
  largest: number;
  /** Seals for the case as it is now; makes first what must be made. */
  seal: (said: readonly Said[], files: readonly Claim[]) => Promise<Request>;
  refresh: () => Promise<void>;
  /** It is there. */
  done: () => void;
  /** The sentence that says so. */
  sent: () => string;
}

interface Attached {
  upload: Upload;
  line: HTMLElement;
}

/** In words a person understands: the code of the seal, of the network, or the server's own sentence. */
export function tellRefusal(into: HTMLElement, error: unknown): void {
  if (error instanceof SealError) say(into, `seal_${error.code}`);
  else if (error instanceof NotDone) say(into, codeOfError(error));
  else tell(into, error);
}

export class Writer {
  readonly #group: HTMLElement;
  readonly #kind: "message" | "note";
  readonly #desk: () => Desk | undefined;
  readonly #text: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  #attached: Attached[] = [];
  /** Sealed and perhaps received: sent again as it is, it is the same words once. */
  #sealed: Request | undefined;
  #busy = false;

  constructor(group: HTMLElement, kind: "message" | "note", desk: () => Desk | undefined) {
    this.#group = group;
    this.#kind = kind;
    this.#desk = desk;
    this.#text = part<HTMLTextAreaElement>(group, "textarea");
    this.#button = part<HTMLButtonElement>(group, "[data-send]");
    this.#button.addEventListener("click", () => void this.send());
    this.#text.addEventListener("input", () => {
      this.#sealed = undefined;
      if (!this.#busy) hush(part(group, "[data-sending]"));
    });
    const input = part<HTMLInputElement>(group, "[data-attach]");
    input.addEventListener("change", () => {
      this.#attach([...(input.files ?? [])]);
      input.value = "";
    });
  }

  get isEmpty(): boolean {
    return this.#text.value.trim() === "" && this.#attached.length === 0;
  }

  #attach(files: readonly File[]): void {
    const desk = this.#desk();
    const trouble = part(this.#group, "[data-failed]");
    hush(trouble);
    for (const file of files) {
      const refused = file.size === 0 ? "empty_file" : file.size > (desk?.largest ?? 0) ? "too_large_file" : mayBeSent(file.type) ? "" : "other_kind";
      if (refused) say(trouble, refused, { name: file.name });
      else this.#attached.push(this.#line(file));
    }
    this.#changed();
  }

  #line(file: File): Attached {
    const line = row("attached", { name: file.name, size: size(file.size) });
    const attached = { upload: new Upload(file, file.name), line };
    const remove = part(line, "[data-remove]");
    remove.setAttribute("aria-label", `${(remove.textContent ?? "").trim()} ${file.name}`);
    remove.addEventListener("click", () => {
      this.#attached = this.#attached.filter((one) => one !== attached);
      this.#changed();
      part(this.#group, "[data-attach]").focus();
    });
    return attached;
  }

  #changed(): void {
    this.#sealed = undefined;
    const list = part(this.#group, "[data-attached]");
    list.replaceChildren(...this.#attached.map(({ line }) => line));
    list.hidden = this.#attached.length === 0;
  }

  #hold(busy: boolean): void {
    this.#busy = busy;
    this.#button.disabled = busy;
    this.#text.readOnly = busy;
    for (const button of this.#group.querySelectorAll<HTMLButtonElement>("[data-remove]")) button.disabled = busy;
  }

  async send(): Promise<void> {
    const desk = this.#desk();
    if (this.#busy || !desk) return;
    const trouble = part(this.#group, "[data-failed]");
    hush(trouble);
    if (this.isEmpty) {
      say(trouble, "nothing_written");
      return this.#text.focus();
    }
    this.#hold(true);
    say(part(this.#group, "[data-sending]"), "sending");
    await painted();
    try {
      await this.#sendFiles(desk);
      await this.#sendWords(desk);
      this.#text.value = "";
      this.#attached = [];
      this.#changed();
      await desk.refresh();
      desk.done();
      say(part(this.#group, "[data-sending]"), desk.sent());
    } catch (error) {
      hush(part(this.#group, "[data-sending]"));
      tellRefusal(trouble, error);
    } finally {
      this.#hold(false);
      // A button that could not be pressed for a moment has lost the keyboard.
      if (document.activeElement === document.body) this.#button.focus({ preventScroll: true });
    }
  }

  async #sendFiles(desk: Desk): Promise<void> {
    for (const { upload, line } of this.#attached) {
      const progress = part<HTMLProgressElement>(line, "progress");
      progress.hidden = upload.whole;
      say(part(this.#group, "[data-sending]"), "sending_file", { name: upload.name });
      const told = (arrived: number, parts: number) => Object.assign(progress, { max: parts, value: arrived });
      await sendFile(upload, { api: door, where: desk.where, signal: new AbortController().signal, progress: told });
      progress.hidden = true;
    }
  }

  async #said(): Promise<Said[]> {
    const text = this.#text.value.trim();
    const said: Said[] = text ? [{ kind: this.#kind, body: { text } }] : [];
    for (const { upload } of this.#attached) said.push(await upload.item());
    return said;
  }

  async #sendWords(desk: Desk): Promise<void> {
    const said = await this.#said();
    const files = this.#attached.map(({ upload }) => upload.claim);
    for (let tries = 1; ; tries++) {
      this.#sealed ??= await desk.seal(said, files);
      try {
        await call("POST", this.#sealed.path, this.#sealed.body);
        return;
      } catch (error) {
        const unsure = error instanceof Refusal && (error.status === 0 || error.status >= 500 || error.status === 401);
        if (!unsure) this.#sealed = undefined;
        if (!(error instanceof Refusal) || !LOOK_AGAIN.has(error.code) || tries >= TRIES) throw error;
        await desk.refresh();
      }
    }
  }
}
