/** What a file really is, by its first bytes: what it says of itself decides nothing. */

export type Kind = "image" | "audio" | "video" | "pdf" | "other";

export interface Known {
  kind: Kind;
  /** The type under which a browser is given the file. */
  type: string;
}

const OTHER: Known = { kind: "other", type: "application/octet-stream" };

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

function boxed(brand: string): Known {
  if (/^(avif|avis)$/.test(brand)) return { kind: "image", type: "image/avif" };
  if (/^(M4A |M4B )$/.test(brand)) return { kind: "audio", type: "audio/mp4" };
  if (/^(isom|iso2|mp41|mp42|avc1|M4V |qt {2}|3gp\d)$/.test(brand)) return { kind: "video", type: "video/mp4" };
  return OTHER;
}

function container(head: Uint8Array): Known {
  const form = ascii(head, 8, 12);
  if (form === "WEBP") return { kind: "image", type: "image/webp" };
  if (form === "WAVE") return { kind: "audio", type: "audio/wav" };
  return OTHER;
}

/** From the first bytes: 32 are enough. `said` only tells sound from film in containers that hold either. */
export function kindOf(head: Uint8Array, said = ""): Known {
  const start = ascii(head, 0, 4);
  const sounds = said.startsWith("audio/");
  if (ascii(head, 0, 5) === "%PDF-") return { kind: "pdf", type: "application/pdf" };
  if (start === "\x89PNG") return { kind: "image", type: "image/png" };
  if (ascii(head, 0, 3) === "\xff\xd8\xff") return { kind: "image", type: "image/jpeg" };
  if (start === "GIF8") return { kind: "image", type: "image/gif" };
  if (start === "RIFF") return container(head);
  if (ascii(head, 4, 8) === "ftyp") return boxed(ascii(head, 8, 12));
  if (start === "OggS") return sounds ? { kind: "audio", type: "audio/ogg" } : { kind: "video", type: "video/ogg" };
  if (start === "\x1aE\xdf\xa3") return sounds ? { kind: "audio", type: "audio/webm" } : { kind: "video", type: "video/webm" };
  if (start === "fLaC") return { kind: "audio", type: "audio/flac" };
  if (ascii(head, 0, 3) === "ID3" || (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2)) return { kind: "audio", type: "audio/mpeg" };
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return { kind: "audio", type: "audio/aac" };
  return OTHER;
}
