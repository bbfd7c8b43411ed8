/** JSON as both sides write and read it: compact, Unicode, no name twice, nothing unexpected. */
import { SealError } from "./errors.ts";
import { text, unb64, unhex, utf8, type Bytes, type Hex } from "./fields.ts";

export type Json = Record<string, unknown>;

export function writeJson(value: unknown): Bytes {
  return utf8(JSON.stringify(value, (_, part: unknown) => (typeof part === "string" ? part.toWellFormed() : part)));
}

/** `JSON.parse` keeps the last of two equal names; another reader may keep the first. */
function noNameTwice(written: string): void {
  const open: (Set<string> | undefined)[] = [];
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g;
  for (const [token, colon] of written.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      const names = open.at(-1);
      if (names?.has(name)) throw new SealError("malformed", "a name is there twice");
      names?.add(name);
    }
  }
}

export function readJson(bytes: Bytes): unknown {
  const written = text(bytes);
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    throw new SealError("malformed", "not JSON");
  }
  noNameTwice(written);
  return value;
}

export function anObject(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SealError("malformed", "not an object");
  return value as Json;
}

/** The same object, once it has all these names and no other. */
export function shaped(value: unknown, names: readonly string[], optional: readonly string[] = []): Json {
  const object = anObject(value);
  const known = new Set([...names, ...optional]);
  if (!names.every((name) => Object.hasOwn(object, name)) || !Object.keys(object).every((name) => known.has(name))) {
    throw new SealError("malformed", "unexpected names");
  }
  return object;
}

export function aText(value: unknown): string {
  if (typeof value !== "string" || !value.isWellFormed()) throw new SealError("malformed", "not a text");
  return value;
}

export function aCount(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new SealError("malformed", "not a count");
  return value as number;
}

export function aFlag(value: unknown): boolean {
  if (typeof value !== "boolean") throw new SealError("malformed", "not yes or no");
  return value;
}

export function aName(value: unknown, size: 16 | 32): Hex {
  unhex(aText(value), size);
  return value as Hex;
}

export function someBytes(value: unknown, size?: number): Bytes {
  const bytes = unb64(aText(value));
  if (size !== undefined && bytes.length !== size) throw new SealError("malformed", "wrong size");
  return bytes;
}

export function aList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new SealError("malformed", "not a list");
  return value as unknown[];
}

export function oneOf<T extends string>(value: unknown, choices: readonly T[]): T {
  if (!(choices as readonly unknown[]).includes(value)) throw new SealError("malformed", "not a choice");
  return value as T;
}
