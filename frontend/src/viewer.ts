/**
 * The frame where an opened file is shown: an origin of its own, no network, no storage. The page hands it one picture,
 * sound or film; it draws it, says how high it is, and can do nothing else.
 */
interface Handed {
  file: Blob;
  label: string;
}

const SHOWN = /^(image\/(?:png|jpeg|gif|webp|avif)|audio\/[\w.+-]+|video\/(?:mp4|webm|ogg))$/;

function elementFor(type: string, label: string): HTMLImageElement | HTMLMediaElement {
  if (type.startsWith("image/")) {
    const picture = new Image();
    picture.alt = label;
    return picture;
  }
  const player = document.createElement(type.startsWith("audio/") ? "audio" : "video");
  player.controls = true;
  player.setAttribute("aria-label", label);
  return player;
}

const tell = (said: { shown: boolean; height?: number }) => parent.postMessage(said, "*");

function show({ file, label }: Handed): void {
  if (!SHOWN.test(file.type)) return tell({ shown: false });
  const drawn = elementFor(file.type, label);
  const done = () => tell({ shown: true, height: Math.ceil(drawn.getBoundingClientRect().height) });
  drawn.addEventListener(drawn instanceof HTMLImageElement ? "load" : "loadedmetadata", done, { once: true });
  drawn.addEventListener("error", () => tell({ shown: false }), { once: true });
  Object.assign(document.body.style, { margin: "0" });
  Object.assign(drawn.style, { display: "block", maxWidth: "100%", margin: "0 auto" });
  if (drawn instanceof HTMLAudioElement) drawn.style.width = "100%";
  document.body.replaceChildren(drawn);
  drawn.src = URL.createObjectURL(file);
}

addEventListener("message", (event: MessageEvent<Handed>) => {
  if (event.source === parent) show(event.data);
});
