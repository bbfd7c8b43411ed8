/** A browser in which one part of what the seal needs is missing, or does nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { canSeal } from "../able.ts";

const subtle = Object.getPrototypeOf(crypto.subtle) as Record<string, unknown>;

test("this one can", async () => assert.equal(await canSeal(), true));

for (const name of ["importKey", "deriveBits", "encrypt", "decrypt", "sign", "verify"]) {
  test(`without ${name} it cannot`, async (story) => {
    story.mock.method(subtle as Record<string, () => unknown>, name, () => Promise.reject(new DOMException("x", "NotSupportedError")));
    assert.equal(await canSeal(), false);
  });
}

for (const algorithm of ["Ed25519", "PBKDF2", "AES-GCM", "HMAC"]) {
  test(`without ${algorithm} it cannot`, async (story) => {
    const usual = crypto.subtle.importKey as (...given: unknown[]) => unknown;
    story.mock.method(subtle as Record<string, () => unknown>, "importKey", function (this: unknown, ...given: unknown[]) {
      const asked = (given[2] as { name?: string }).name ?? given[2];
      return asked === algorithm ? Promise.reject(new DOMException("x", "NotSupportedError")) : usual.apply(crypto.subtle, given);
    });
    assert.equal(await canSeal(), false);
  });
}

test("when chance always gives the same it cannot", async (story) => {
  story.mock.method(crypto, "getRandomValues", (into: Uint8Array) => into.fill(7));
  assert.equal(await canSeal(), false);
});
