import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, { document: { documentElement: { lang: "fr" } } });
const { ago } = await import("./moments.ts");

const now = new Date(2026, 10, 21, 9, 0);
const at = (...when: [number, number, number, number]) => Math.floor(new Date(...when).getTime() / 60_000);

test("nobody counts the days since somebody wrote", () => {
  assert.equal(ago(at(2026, 10, 21, 0), now), "aujourd’hui");
  assert.equal(ago(at(2026, 10, 20, 23), now), "hier");
  assert.equal(ago(at(2026, 10, 18, 12), now), "il y a 3 jours");
  assert.equal(ago(at(2026, 9, 31, 12), now), "il y a 3 semaines");
  assert.equal(ago(at(2026, 5, 21, 12), now), "il y a 5 mois");
  assert.equal(ago(at(2023, 5, 21, 12), now), "il y a 3 ans");
});
