/**
 * Sends a file in parts, so that a film of two gigabytes goes through a weak network: a part that fails is sent again, and what
 * has arrived is not. The form says where (`data-send`) and what for (`data-for`); its other fields go with the last request.
 */
const TRIES = 6;
const FIRST_WAIT = 1000; // milliseconds; twice as long each time

interface Begun {
  file: string;
  part: number;
}

/** What the server said no with: a sentence for the person. */
class Refused extends Error {
  readonly received: number | undefined;

  constructor(sentence: string, received: number | undefined) {
    super(sentence);
    this.received = received;
  }
}

const begun = new WeakMap<File, Begun>();

function parts(form: HTMLFormElement) {
  return {
    input: form.querySelector<HTMLInputElement>("input[type=file]"),
    button: form.querySelector("button"),
    bar: form.querySelector("progress"),
    wrong: form.querySelector<HTMLElement>("[data-wrong]"),
    done: form.querySelector<HTMLElement>("[data-done]"),
  };
}

async function ask(form: HTMLFormElement, method: string, path: string, body: BodyInit): Promise<Record<string, unknown>> {
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  const type = typeof body === "string" ? "application/json" : "application/octet-stream";
  const address = `${form.dataset["send"]}${path}?pour=${form.dataset["for"]}`;
  const answer = await fetch(address, { method, body, headers: { "X-CSRFToken": token, "Content-Type": type } });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(`answer ${answer.status}`);
  const said = (await answer.json()) as Record<string, unknown>;
  if (answer.ok) return said;
  if (answer.status >= 500 && answer.status !== 507) throw new Error(`answer ${answer.status}`);
  throw new Refused(String(said["sentence"]), said["received"] as number | undefined);
}

/** The same again after a failure of the network; what was refused is refused. */
async function patiently<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Refused || tried === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT * 2 ** (tried - 1)));
    }
  }
}

async function send(form: HTMLFormElement, file: File, told: (share: number) => void): Promise<string> {
  let known = begun.get(file);
  if (!known) {
    const announced = JSON.stringify({ name: file.name, size: file.size });
    known = (await patiently(() => ask(form, "POST", "", announced))) as unknown as Begun;
    begun.set(file, known);
  }
  const { file: ident, part } = known;
  for (let offset = 0; offset < file.size; ) {
    const from = offset;
    try {
      const said = await patiently(() => ask(form, "PUT", `${ident}/${from}`, file.slice(from, from + part)));
      offset = said["received"] as number;
    } catch (error) {
      if (!(error instanceof Refused) || error.received === undefined) throw error;
      offset = error.received; // it had come already
    }
    told(offset / file.size);
  }
  const words = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  const said = await patiently(() => ask(form, "POST", `${ident}/`, JSON.stringify(words)));
  return String(said["next"]);
}

async function submit(form: HTMLFormElement): Promise<void> {
  const { input, button, bar, wrong, done } = parts(form);
  const file = input?.files?.[0];
  if (!file || !button || !bar || !wrong || !done) return;
  wrong.hidden = true;
  button.disabled = true;
  bar.hidden = false;
  bar.value = 0;
  try {
    const next = await send(form, file, (share) => (bar.value = share));
    done.textContent = done.dataset["sent"] ?? "";
    // The same page again, with what has come: its address may be the one we are at.
    if (next === location.pathname) location.reload();
    else location.assign(next);
  } catch (error) {
    if (error instanceof Refused) begun.delete(file);
    wrong.textContent = error instanceof Refused ? error.message : (form.dataset["failed"] ?? "");
    wrong.hidden = false;
    bar.hidden = true;
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-send]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(form);
  });
}
