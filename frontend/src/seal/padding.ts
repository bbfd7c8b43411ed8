/** Sizes that say little: Padmé, with a floor. */
import { SealError } from "./errors.ts";
import { concat, type Bytes } from "./fields.ts";

export const FLOOR = 2048;
export const TITLE_FLOOR = 256;

/** The size of the padded whole for `size` bytes, the 4 of the length included. */
export function padme(size: number, floor = FLOOR): number {
  if (size < floor) return floor;
  const exponent = 31 - Math.clz32(size);
  const step = 2 ** (exponent - (32 - Math.clz32(exponent)));
  return Math.ceil(size / step) * step;
}

export function pad(data: Bytes, floor = FLOOR): Bytes {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, data.length);
  const size = 4 + data.length;
  return concat(length, data, new Uint8Array(padme(size, floor) - size));
}

export function unpad(padded: Bytes, floor = FLOOR): Bytes {
  if (padded.length < 4) throw new SealError("malformed", "padding");
  const size = 4 + new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (padded.length !== padme(size, floor) || padded.subarray(size).some((byte) => byte !== 0)) {
    throw new SealError("malformed", "padding");
  }
  return padded.slice(4, size);
}
