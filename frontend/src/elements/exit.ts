/**
 * Leaving quickly: the button at the head of every public page, or the Escape key three times.
 *
 * What is on the screen goes first, at once; then the browser is told to forget, and goes to the neutral site in place of
 * this page. Other tabs of this site leave too. Without this script the button is a link that does the same, more slowly.
 *
 * An element that holds a text, or would ask before leaving, hears `pv-leave` on the window and lets go.
 */
const PRESSES = 3;
const WITHIN = 3000; // milliseconds from the first press to the last

export function watchExit(page: Window = window): void {
  const button = page.document.querySelector<HTMLAnchorElement>("a[data-exit]");
  const neutral = button?.dataset.exit;
  if (!button || !neutral) return;
  const tabs = "BroadcastChannel" in page ? new BroadcastChannel("portevoix leave") : null;
  let left = false;

  function leave(): void {
    if (left) return;
    left = true;
    cover(page.document);
    page.dispatchEvent(new Event("pv-leave"));
    // No question "leave this site?" may stop somebody here.
    page.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
    page.location.replace(neutral as string);
  }

  function leaveEverywhere(): void {
    tabs?.postMessage("leave");
    // Asks for Clear-Site-Data without waiting for it.
    void fetch((button as HTMLAnchorElement).href, { method: "POST", redirect: "manual", keepalive: true }).catch(() => {});
    leave();
  }

  // A page may offer another way out further down.
  page.document.addEventListener(
    "click",
    (event) => {
      if (!(event.target instanceof Element) || !event.target.closest("a[data-exit]")) return;
      event.preventDefault();
      leaveEverywhere();
    },
    { capture: true },
  );
  tabs?.addEventListener("message", leave);

  const presses: number[] = [];
  page.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return void (presses.length = 0);
      if (event.repeat) return;
      presses.push(event.timeStamp);
      if (presses.length < PRESSES) return;
      if (event.timeStamp - (presses.shift() as number) <= WITHIN) leaveEverywhere();
    },
    { capture: true },
  );
  // Should the browser bring back a page that was left.
  page.addEventListener("pageshow", () => left && page.location.replace(neutral));
}

/** Nothing of the page stays on the screen, whatever happens next: the network may be slow, or gone. */
function cover(document: Document): void {
  const sheet = document.querySelector<HTMLElement>("[data-exit-cover]");
  for (const form of document.forms) form.reset();
  document.body.replaceChildren(...(sheet ? [sheet] : []));
  if (sheet) sheet.hidden = false;
}
