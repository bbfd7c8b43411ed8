/** The pages where a list comes in. They work without this: the server says the same, later. */
const EVERY = 700;

/** A file the server would not take is said to be too large before it leaves. */
function weigh(input: HTMLInputElement): void {
  input.addEventListener("change", () => {
    const size = input.files?.[0]?.size ?? 0;
    input.setCustomValidity(size > Number(input.dataset["largest"]) ? (input.dataset["tooLarge"] ?? "") : "");
    input.reportValidity();
  });
}

/** The bar moves while the server works, and the page comes again when it is over. */
async function follow(place: HTMLElement): Promise<void> {
  const bar = place.querySelector("progress");
  const address = place.dataset["progress"];
  if (!bar || !address) return;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) continue;
    const far = (await answer.json()) as { percent: number; is_over: boolean };
    bar.value = far.percent;
    if (far.is_over) return location.reload();
  }
}

for (const input of document.querySelectorAll<HTMLInputElement>("input[data-largest]")) weigh(input);
for (const place of document.querySelectorAll<HTMLElement>("[data-progress]")) void follow(place);
