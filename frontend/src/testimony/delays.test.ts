import assert from "node:assert/strict";
import { test } from "node:test";
import { workingDaysAfter } from "./delays.ts";

const after = (day: string, count: number) => new Date(workingDaysAfter(Date.parse(`${day}T21:40Z`), count)).toISOString().slice(0, 10);

test("a week-end does not count", () => {
  assert.equal(after("2026-11-20", 1), "2026-11-23");
  assert.equal(after("2026-11-21", 7), "2026-12-01");
});

test("neither do public holidays, fixed or moved by Easter", () => {
  assert.equal(after("2026-12-24", 1), "2026-12-28");
  assert.equal(after("2027-03-26", 1), "2027-03-30"); // Easter Monday, 29 March 2027
  assert.equal(after("2027-05-05", 1), "2027-05-07"); // Ascension, 6 May 2027
  assert.equal(after("2027-05-14", 1), "2027-05-18"); // Whit Monday, 17 May 2027
});

test("no delay is the day itself", () => {
  assert.equal(after("2026-11-21", 0), "2026-11-21");
});

test("at two in the morning the new day counts, summer and winter", () => {
  assert.equal(new Date(workingDaysAfter(Date.parse("2026-11-23T00:20+01:00"), 1)).toISOString().slice(0, 10), "2026-11-24");
  assert.equal(new Date(workingDaysAfter(Date.parse("2026-07-06T01:50+02:00"), 1)).toISOString().slice(0, 10), "2026-07-07");
});
