/** The code at the door changes by itself: a new picture each half minute, and how many are noted so far. */

const SOON = 5;

const picture = document.querySelector<HTMLImageElement>("img[data-door]");
const noted = document.querySelector("[data-noted]");

async function change(image: HTMLImageElement): Promise<void> {
  const address = image.src.split("?")[0] ?? "";
  let left = SOON;
  try {
    // The picture is asked for once here, for what its headers say, and once by the browser that draws it.
    const answer = await fetch(address, { method: "HEAD", cache: "no-store" });
    if (!answer.ok || answer.redirected) return location.reload(); // it has closed, or one has to sign in again
    left = Number(answer.headers.get("X-Left")) || SOON;
    image.src = `${address}?${Date.now()}`;
    if (noted) noted.textContent = answer.headers.get("X-Noted") ?? noted.textContent;
  } catch {
    // The network is away for a moment: try again soon.
  }
  setTimeout(() => void change(image), left * 1000);
}

if (picture) setTimeout(() => void change(picture), Number(picture.dataset.left) * 1000);
