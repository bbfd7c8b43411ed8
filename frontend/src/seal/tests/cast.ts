/** The cast, with keys that never change: Camille reports; Inès, Marc, Paul and Léa are the cell; Nora is of another school. */
import { createHash } from "node:crypto";
import { followDirectories, NONE, signDirectory, type Directory, type DirectoryWire } from "../directory.ts";
import { b64, hex, text, type Bytes, type Hex } from "../fields.ts";
import { memberFrom, type Member } from "../member.ts";
import { reporterFrom } from "../reporter.ts";
import { writeJson } from "../json.ts";
import type { Said } from "../bodies.ts";
import type { Judge } from "../records.ts";
import type { Draft } from "../testimony.ts";

export const NOW = 29_000_000;

export function fixed(name: string, size = 32): Bytes {
  return new Uint8Array(createHash("shake256", { outputLength: size }).update(name).digest());
}

export const INST = hex(fixed("instance", 16));
export const CELL = hex(fixed("cell", 16));
export const CASE = hex(fixed("case", 16));
export const CAMILLE = await reporterFrom(fixed("Camille"));
export const seedOf = (name: string): Hex => hex(fixed(name));
const member = (name: string): Promise<Member> => memberFrom(fixed(name));
export const INES = await member("Inès");
export const MARC = await member("Marc");
export const PAUL = await member("Paul");
export const LEA = await member("Léa");
export const NORA = await member("Nora");

export const DRAFT: Draft = { inst: INST, case: CASE, root: fixed("Camille"), reporter: CAMILLE };

export const SAID: Said[] = [
  { kind: "title", body: { text: "Après la soirée" } },
  {
    kind: "testimony",
    body: { voice: "concerned", text: "Voilà ce qui s’est passé.", answers: { wish: "Ne plus le croiser en TD." }, sealed_by: "browser" },
  },
];

export interface Line {
  member: Member;
  name: string;
  role: string;
  reads?: boolean;
  officer?: boolean;
}

export const TEAM: Line[] = [
  { member: INES, name: "Inès", role: "écoute" },
  { member: MARC, name: "Marc", role: "responsable", officer: true },
  { member: PAUL, name: "Paul", role: "direction" },
  { member: LEA, name: "Léa", role: "psychologue" },
];

export async function writeVersion(team: readonly Line[], before?: Directory): Promise<string> {
  const members = team.map(({ member: { keys }, name, role, reads = true, officer = false }) => ({
    fpr: keys.fpr,
    xwing: b64(keys.xwing),
    ed25519: b64(keys.ed25519),
    name,
    role,
    reads,
    officer,
    since: NOW,
  }));
  const chain = { version: (before?.version ?? 0) + 1, prev: before?.hash ?? NONE, time: NOW };
  return text(writeJson({ v: 1, inst: INST, cell: CELL, ...chain, members, policy: { signatures: 1 } }));
}

/** A directory's versions, one for each team, all signed by Marc. */
export async function versions(...teams: (readonly Line[])[]): Promise<DirectoryWire[]> {
  const wires: DirectoryWire[] = [];
  for (const team of teams) {
    const before = wires.length ? (await followDirectories(wires, { inst: INST, cell: CELL })).at(-1) : undefined;
    const written = await writeVersion(team, before);
    wires.push({ version: wires.length + 1, text: written, signatures: [await signDirectory(MARC.keys, written)] });
  }
  return wires;
}

export async function directories(...teams: (readonly Line[])[]): Promise<Directory[]> {
  return followDirectories(await versions(...(teams.length ? teams : [TEAM])), { inst: INST, cell: CELL });
}

export async function judge(...teams: (readonly Line[])[]): Promise<Judge> {
  return { place: { inst: INST, case: CASE }, reporter: CAMILLE.keys, directories: await directories(...teams) };
}

/** Numbers that look random and are the same each time. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function bytesFrom(roll: (below: number) => number, size: number): Bytes {
  return Uint8Array.from({ length: size }, () => roll(256));
}
