/** What an item says, by kind: strict both ways, so that the twin in Python reads the same. */
import { SealError } from "./errors.ts";
import { type Bytes, type Hex } from "./fields.ts";
import { aCount, aName, aText, oneOf, readJson, shaped, someBytes, writeJson, type Json } from "./json.ts";

export const VOICES = ["concerned", "witness", "relay_staff", "relay_student"] as const;
export const ANSWERS = ["perceived", "where", "when", "wish", "avoid", "danger", "minor", "contact"] as const;
export const SEALED_BY = ["browser", "server"] as const;

export interface Bodies {
  title: { text: string };
  testimony: {
    voice: (typeof VOICES)[number];
    text: string;
    answers: Partial<Record<(typeof ANSWERS)[number], string>>;
    sealed_by: (typeof SEALED_BY)[number];
  };
  message: { text: string };
  note: { text: string };
  file: { file: Hex; fk: string; name: string; type: string; size: number; sha256: Hex; parts: number };
}

export type ItemKind = keyof Bodies;
/** A body with its kind, told apart by it. */
export type Said = { [K in ItemKind]: { kind: K; body: Bodies[K] } }[ItemKind];

const NAMES: Record<ItemKind, readonly string[]> = {
  title: ["text"],
  testimony: ["voice", "text", "answers", "sealed_by"],
  message: ["text"],
  note: ["text"],
  file: ["file", "fk", "name", "type", "size", "sha256", "parts"],
};

export const ITEM_KINDS = Object.keys(NAMES) as readonly ItemKind[];

function mustBeFile(body: Json): void {
  aName(body.file, 16);
  someBytes(body.fk, 32);
  aText(body.name);
  aText(body.type);
  aCount(body.size);
  aName(body.sha256, 32);
  if (aCount(body.parts) < 1) throw new SealError("malformed", "a file has a part");
}

function mustBeTestimony(body: Json): void {
  oneOf(body.voice, VOICES);
  oneOf(body.sealed_by, SEALED_BY);
  Object.values(shaped(body.answers, [], ANSWERS)).forEach(aText);
}

function checked(kind: ItemKind, value: unknown): Json {
  if (typeof value === "object" && value !== null && "v" in value && aCount(value.v) !== 1) throw new SealError("unknown_version");
  const body = shaped(value, ["v", ...NAMES[kind]]);
  if (kind === "file") mustBeFile(body);
  else aText(body.text);
  if (kind === "testimony") mustBeTestimony(body);
  return body;
}

export function writeBody({ kind, body }: Said): Bytes {
  const written = writeJson({ v: 1, ...body });
  checked(kind, readJson(written));
  return written;
}

export function readBody(kind: ItemKind, bytes: Bytes): Said {
  const { v: _, ...body } = checked(kind, readJson(bytes));
  return { kind, body } as unknown as Said;
}
