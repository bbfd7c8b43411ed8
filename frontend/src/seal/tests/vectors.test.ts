/** The frozen vectors: what Python and TypeScript must both give, open and refuse. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { codeOf, SealError } from "../errors.ts";
import { operations, root, told, type Given } from "./operations.ts";

interface Vector {
  name: string;
  do: string;
  with: Given;
  gives?: unknown;
  refuses?: string;
}

for (const file of ["formats.json", "sealed.json", "refused.json", "from_typescript.json"]) {
  const address = new URL(`vectors/${file}`, root);
  const vectors = existsSync(address) ? (JSON.parse(readFileSync(address, "utf8")) as Vector[]) : [];
  test(`${file} is there`, () => assert.ok(vectors.length > 0));
  for (const vector of vectors) {
    test(`${file}: ${vector.name}`, async () => {
      const operation = operations[vector.do];
      assert.ok(operation, `no operation ${vector.do}`);
      if (vector.refuses === undefined) return assert.deepEqual(await operation(told(vector.with)), vector.gives);
      const refused = await Promise.resolve().then(() => operation(told(vector.with))).then(() => undefined, (error: unknown) => error);
      assert.ok(refused instanceof SealError, `accepted, or a fault: ${String(refused)}`);
      return assert.equal(codeOf(refused), vector.refuses);
    });
  }
}
