/** What must hold for any input: the same dice each time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesFrom, CAMILLE, dice, fixed, INES } from "./cast.ts";
import { fromBase32, fromBits, toBase32, toBits } from "../bits.ts";
import { HEAD, open, seal } from "../envelope.ts";
import { b64, hex, lp, unb64, unhex, unlp, utf8, type Bytes, type Field } from "../fields.ts";
import { openWith, sealTo } from "../hpke.ts";
import { readJson } from "../json.ts";
import { parseHeader } from "../items.ts";
import { readRecoveryCode, writeRecoveryCode } from "../member.ts";
import { padme, pad, unpad } from "../padding.ts";
import { base32Of, isReceipt, makeReceipt, readBase32 } from "../receipt.ts";
import { parseRecord } from "../records.ts";
import { work, worked } from "../work.ts";

const TIMES = 200;

test("lp is read back, and every cut or added byte is refused or gives other fields", () => {
  const roll = dice(1);
  for (let i = 0; i < TIMES; i++) {
    const fields = Array.from({ length: roll(6) }, () => bytesFrom(roll, roll(40)));
    const written = lp(...(fields as Field[]));
    assert.deepEqual(unlp(written).map(hex), fields.map(hex));
    assert.throws(() => unlp(new Uint8Array([...written, 0])), { code: "malformed" });
    if (written.length > 0) assert.throws(() => unlp(written.slice(0, -1)), { code: "malformed" });
  }
});

test("base64url, hex and base32 are read back, and no other writing of them is taken", () => {
  const roll = dice(2);
  for (let i = 0; i < TIMES; i++) {
    const bytes = bytesFrom(roll, roll(70));
    assert.deepEqual(unb64(b64(bytes)), bytes);
    assert.deepEqual(unhex(hex(bytes)), bytes);
    assert.deepEqual(fromBits((fromBase32(toBase32(toBits(bytes, bytes.length * 8))) as number[]).slice(0, bytes.length * 8)), bytes);
  }
  for (const other of ["QQ==", "QR", "Q", "Q+", "Q/", " QQ", "QQ\n", "é"]) assert.throws(() => unb64(other), { code: "malformed" });
  for (const other of ["A0", "0", "0g", " 00"]) assert.throws(() => unhex(other), { code: "malformed" });
});

test("an envelope opens with its key and context, and with no bit changed", async () => {
  const roll = dice(3);
  for (let i = 0; i < 60; i++) {
    const [key, context, plain] = [bytesFrom(roll, 32), bytesFrom(roll, roll(50)), bytesFrom(roll, roll(40_000))];
    const blob = await seal(key, context, plain);
    assert.deepEqual(await open(key, context, blob), plain);
    const changed = blob.slice();
    const at = roll(blob.length);
    changed[at] = (changed[at] as number) ^ (1 << roll(8));
    const expected = at === 0 ? "unknown_version" : at < HEAD ? "wrong_key" : "altered";
    await assert.rejects(open(key, context, changed), { code: expected });
    await assert.rejects(open(key, context, blob.slice(0, roll(blob.length))), { code: "altered" });
    await assert.rejects(open(key, new Uint8Array([...context, 0]), blob), { code: "wrong_key" });
  }
});

test("what is sealed to Camille is opened by nobody else, and for nothing else", async () => {
  const roll = dice(4);
  for (let i = 0; i < 20; i++) {
    const [info, plain] = [bytesFrom(roll, roll(60)), bytesFrom(roll, roll(200))];
    const sealed = await sealTo(CAMILLE.keys.xwing, info, plain);
    assert.deepEqual(await openWith(CAMILLE.keys.xwingSeed, info, sealed), plain);
    const changed = sealed.slice();
    const at = roll(sealed.length);
    changed[at] = (changed[at] as number) ^ (1 << roll(7));
    await assert.rejects(openWith(CAMILLE.keys.xwingSeed, info, changed), { code: "altered" });
    await assert.rejects(openWith(INES.keys.xwingSeed, info, sealed), { code: "altered" });
    await assert.rejects(openWith(CAMILLE.keys.xwingSeed, utf8("x"), sealed), { code: "altered" });
  }
});

test("padding is read back, hides sizes within an eighth, and takes no other", () => {
  const roll = dice(5);
  for (let i = 0; i < TIMES; i++) {
    const data = bytesFrom(roll, roll(9_000));
    const floor = [256, 2048][roll(2)] as number;
    const padded = pad(data, floor);
    assert.equal(padded.length, padme(4 + data.length, floor));
    assert.ok(padded.length === floor || padded.length <= (4 + data.length) * 1.125);
    assert.deepEqual(unpad(padded, floor), data);
    assert.throws(() => unpad(padded.slice(0, -1), floor), { code: "malformed" });
    if (padded.length > 4 + data.length) {
      const dirty: Bytes = padded.slice();
      dirty[dirty.length - 1] = 1;
      assert.throws(() => unpad(dirty, floor), { code: "malformed" });
    }
  }
});

test("random bytes are never a record or an item, and never a fault", () => {
  const roll = dice(6);
  for (let i = 0; i < TIMES; i++) {
    const fields = Array.from({ length: [10, 15][roll(2)] as number }, () => bytesFrom(roll, [0, 8, 16, 32][roll(4)] as number));
    for (const bytes of [bytesFrom(roll, roll(300)), lp(...(fields as Field[]))]) {
      assert.throws(() => parseRecord(bytes), { code: "malformed" });
      assert.throws(() => parseHeader(bytes), { code: "malformed" });
    }
  }
});

test("a receipt is read back in base32, and a wrong character is noticed 255 times in 256", async () => {
  const roll = dice(7);
  let unnoticed = 0;
  for (let i = 0; i < TIMES; i++) {
    const receipt = await makeReceipt(bytesFrom(roll, 11));
    assert.ok(await isReceipt(receipt));
    const written = base32Of(receipt);
    assert.equal(written.length, 18);
    const typed = `${written.slice(0, 6)}-${written.slice(6)} `.toLowerCase().replaceAll("1", "l").replaceAll("0", "o");
    assert.deepEqual(await readBase32(typed), { receipt });
    const at = roll(18);
    const other = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[roll(32)] as string;
    const wrong = written.slice(0, at) + other + written.slice(at + 1);
    if (wrong !== written && "receipt" in (await readBase32(wrong))) unnoticed++;
  }
  assert.ok(unnoticed <= 5);
});

test("a recovery code is read back as printed, and a slip is refused", async () => {
  const code = fixed("paper", 16);
  const printed = await writeRecoveryCode(code);
  assert.match(printed, /^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/);
  assert.deepEqual(await readRecoveryCode(printed.toLowerCase().replaceAll("-", " ")), code);
  for (const slip of [printed.slice(1), `${printed}0`, printed.replace(/^./, (c) => (c === "2" ? "3" : "2")), "", "é"]) {
    await assert.rejects(readRecoveryCode(slip), { code: "recovery_code" });
  }
});

test("JSON with a name twice, or that is not JSON, is refused", () => {
  for (const fine of ['{"a":{"b":1},"b":[{"b":"a:"},{"b":"\\"a\\":"}]}', "[]", '{"a":"{\\"x\\":1}"}']) readJson(utf8(fine));
  readJson(utf8(JSON.stringify({ text: '\\"'.repeat(500_000) + "x".repeat(5_000_000) })));
  for (const wrong of ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '{"x":[{"b":1 , "b" :2}]}', "{", "NaN", ""]) {
    assert.throws(() => readJson(utf8(wrong)), { code: "malformed" }, wrong);
  }
});

test("a proof of work is found, and holds for its case only", async () => {
  const [one, other] = [hex(fixed("one", 16)), hex(fixed("other", 16))];
  const nonce = await work(one, 13);
  assert.ok(worked(one, nonce, 13) && !worked(other, nonce, 13));
});
