/** Everything in one file that any browser opens, without network and without scripts. It is in clear: the page says so. */
import { isPicture, isSound } from "../testimony/photo.ts";
import { part, row } from "./sentences.ts";
import { safeName } from "./talk.ts";

/** Above this, files are named and not put in: bytes. */
export const LARGEST = 60 * 1024 * 1024;

const HEAD = `<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'">
<style>body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#20262e;background:#fff;overflow-wrap:anywhere}
li{margin:.8rem 0}ul,ol{padding-left:1.2rem}.text,dd{white-space:pre-wrap}.said,.hint,time,.function{color:#4a5159;font-size:.9rem}
.said,.when,.function{display:block}h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.25rem;margin:2rem 0 .5rem}ul{padding:0;list-style:none}
dt{font-weight:600;margin-top:.6rem}dd{margin:0}img{max-width:100%}pre{white-space:pre-wrap;font-size:.8rem}.bubble{border:1px solid #ccc;border-radius:.6rem;padding:.6rem 1rem;list-style:none}</style>`;

async function base64(blob: Blob): Promise<string[]> {
  const pieces: string[] = [];
  // A multiple of three, so that the pieces join.
  const step = 3 * 2 ** 18;
  for (let at = 0; at < blob.size; at += step) {
    const bytes = new Uint8Array(await blob.slice(at, at + step).arrayBuffer());
    let binary = "";
    for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    pieces.push(btoa(binary));
  }
  return pieces;
}

export interface Inside {
  item: string;
  name: string;
  /** Missing where there was no room for it. */
  blob: Blob | undefined;
}

function place({ name, blob }: Inside, address: string, kept: Document): HTMLElement {
  if (!blob) return row("keepsake_missing");
  if (isPicture(blob.type)) {
    const picture = kept.createElement("img");
    picture.alt = name;
    picture.setAttribute("src", address);
    return picture;
  }
  if (isSound(blob.type)) {
    const sound = kept.createElement("audio");
    sound.controls = true;
    sound.setAttribute("src", address);
    return sound;
  }
  const link = kept.createElement("a");
  link.setAttribute("href", address);
  link.download = safeName(name);
  link.textContent = name;
  return link;
}

/** `shown`: what the page shows, as elements, copied without what can be pressed. */
export async function keepsake(title: string, shown: readonly Element[], files: readonly Inside[]): Promise<Blob> {
  const kept = document.implementation.createHTMLDocument(title);
  for (const element of shown) {
    const folded = element.closest("details")?.querySelector("summary");
    if (folded) kept.body.append(Object.assign(kept.createElement("h2"), { textContent: folded.textContent }));
    kept.body.append(kept.importNode(element, true));
  }
  for (const gone of kept.body.querySelectorAll("button, template, [data-view], [data-status], [hidden], [data-not-kept]")) gone.remove();
  const mark = crypto.randomUUID();
  files.forEach((file, i) => {
    kept.body.querySelector(`[data-item="${CSS.escape(file.item)}"] [data-what]`)?.append(place(file, `${mark}-${i}-`, kept));
  });
  const written = (element: Element) => new XMLSerializer().serializeToString(element);
  const parts = [`<!doctype html>\n<html lang="${document.documentElement.lang}"><head>${HEAD}${written(part(kept, "title"))}</head>`];
  for (const [i, piece] of written(kept.body).split(new RegExp(`${mark}-(\\d+)-`)).entries()) {
    if (i % 2 === 0) parts.push(piece);
    else {
      const blob = (files[Number(piece)] as Inside).blob as Blob;
      const type = isPicture(blob.type) || isSound(blob.type) ? blob.type : "application/octet-stream";
      parts.push(`data:${type};base64,`, ...(await base64(blob)));
    }
  }
  parts.push("</html>");
  return new Blob(parts, { type: "text/html" });
}
