/** From what is written to the one request. Begun once, it may be sent again as often as it takes: one testimony comes of it. */
import type { Hex } from "../seal/fields.ts";
import type { Directory } from "../seal/directory.ts";
import { base32Of, wordsOf } from "../seal/receipt.ts";
import { begin, compose, type Deposit, type Draft, type Opened } from "../seal/testimony.ts";
import type { Promised } from "../seal/trail.ts";
import type { Words } from "../seal/words.ts";
import { work } from "../seal/work.ts";
import { NotDone, type Api } from "./api.ts";
import { saidOf, type Written } from "./draft.ts";
import { sendFile, type Upload } from "./upload.ts";

/** The receipt as it is shown. */
export interface Shown {
  words: readonly string[];
  /** Eighteen characters. */
  code: string;
}

export interface ToSend {
  written: Written;
  kind: "conversation" | "private";
  directory: Directory;
  excluded: readonly Hex[];
  uploads: readonly Upload[];
}

export type Doing = "sealing" | "files" | "sending" | "work";

export interface Watch {
  signal: AbortSignal;
  doing: (what: Doing) => void;
  file: (upload: Upload, arrived: number, parts: number) => void;
}

interface Ready {
  receipt: Shown;
  deposit: Deposit;
  opened: Opened;
}

export class Sender {
  readonly #draft: Draft;
  readonly #api: Api;
  readonly #words: Words;
  #unsure = false;
  #ready: Ready | undefined;

  private constructor(draft: Draft, api: Api, words: Words) {
    this.#draft = draft;
    this.#api = api;
    this.#words = words;
  }

  static async begin(inst: Hex, api: Api, words: Words): Promise<Sender> {
    return new Sender(await begin(inst), api, words);
  }

  /** True once the request has left and nobody knows what became of it: from then on, it can only be sent again as it is. */
  get frozen(): boolean {
    return this.#unsure;
  }

  async #seal(choice: ToSend): Promise<Ready> {
    const said = saidOf(choice.written);
    for (const upload of choice.uploads) said.push(await upload.item());
    const { kind, directory, excluded } = choice;
    const files = choice.uploads.map((upload) => upload.claim);
    const { receipt, deposit, opened } = await compose(this.#draft, { kind, directory, excluded, said, files });
    return { receipt: { words: wordsOf(receipt, this.#words), code: base32Of(receipt) }, deposit, opened };
  }

  /** Files first, then the one request. Throws `NotDone`; then, the same call again goes on where it broke off. */
  async send(choice: ToSend, watch: Watch): Promise<{ receipt: Shown; promise: Promised; opened: Opened }> {
    const { inst, case: theCase } = this.#draft;
    if (!this.#ready) {
      if (choice.uploads.length) watch.doing("files");
      for (const upload of choice.uploads) {
        const progress = (arrived: number, parts: number) => watch.file(upload, arrived, parts);
        await sendFile(upload, { api: this.#api, where: { inst, case: theCase }, signal: watch.signal, progress });
      }
      watch.doing("sealing");
    }
    const ready = this.#ready ?? (await this.#seal(choice));
    watch.signal.throwIfAborted();
    watch.doing("sending");
    this.#ready = ready;
    const promise = await this.#post(ready.deposit, watch);
    return { receipt: ready.receipt, promise, opened: ready.opened };
  }

  async #post(deposit: Deposit, watch: Watch): Promise<Promised> {
    for (let asked = 0; ; asked++) {
      try {
        return (await this.#api.post<{ promise: Promised }>("temoignages", deposit)).promise;
      } catch (error) {
        if (!(error instanceof NotDone)) throw error;
        this.#unsure ||= error.unsure;
        if (error.code === "work" && asked < 3) {
          watch.doing("work");
          deposit.work = await work(deposit.case, error.bits);
          watch.doing("sending");
          continue;
        }
        // A clear no: nothing was taken, so what is written may change again.
        if (!this.#unsure) this.#ready = undefined;
        throw error;
      }
    }
  }
}
