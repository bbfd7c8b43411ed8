/**
 * A link as a QR code: bytes, level L, versions 2 to 5 (one block each), mask 0. Drawn in the browser because the link must
 * not go to anyone who would draw it.
 */

/** By version, from 2: codewords of data, codewords that correct. */
const ROOM = [
  [34, 10],
  [55, 15],
  [80, 20],
  [108, 26],
] as const;
/** Level L (01), mask 0, with the error bits that belong to it. */
const FORMAT = 0b111011111000100;

/** GF(256) over x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let left = a, right = b; right > 0; right >>= 1) {
    if (right & 1) product ^= left;
    left = left & 128 ? (left << 1) ^ 0x11d : left << 1;
  }
  return product;
}

function codewords(bytes: Uint8Array, room: number): number[] {
  const bits: number[] = [];
  const put = (value: number, size: number) => {
    for (let i = size - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  put(0b0100, 4);
  put(bytes.length, 8);
  for (const byte of bytes) put(byte, 8);
  put(0, 4);
  const words: number[] = [];
  for (let i = 0; i < bits.length; i += 8) words.push(bits.slice(i, i + 8).reduce((byte, bit) => byte * 2 + bit, 0));
  for (let i = 0; words.length < room; i++) words.push(i % 2 ? 0x11 : 0xec);
  return words;
}

function remainder(data: readonly number[], check: number): number[] {
  let generator = [1];
  for (let i = 0, root = 1; i < check; i++, root = times(root, 2)) {
    const next = [...generator, 0];
    generator.forEach((coefficient, at) => {
      next[at + 1] = (next[at + 1] as number) ^ times(coefficient, root);
    });
    generator = next;
  }
  const rest = [...data, ...new Array<number>(check).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const lead = rest[i] as number;
    generator.forEach((coefficient, at) => {
      rest[i + at] = (rest[i + at] as number) ^ times(coefficient, lead);
    });
  }
  return rest.slice(data.length);
}

/** Rows of dark (true) and light modules, without the quiet zone of four; undefined when the link is too long for it. */
export function qr(link: string): boolean[][] | undefined {
  const bytes = new TextEncoder().encode(link);
  const index = ROOM.findIndex(([data]) => bytes.length + 2 <= data);
  if (index < 0) return undefined;
  const [room, check] = ROOM[index] as (typeof ROOM)[number];
  const side = 25 + 4 * index;
  const grid = Array.from({ length: side }, () => new Array<boolean | undefined>(side).fill(undefined));
  const set = (row: number, column: number, dark: boolean) => {
    if (row >= 0 && column >= 0 && row < side && column < side) (grid[row] as (boolean | undefined)[])[column] = dark;
  };
  const rings = (row: number, column: number, reach: number, light: readonly number[]) => {
    for (let r = -reach; r <= reach; r++) {
      for (let c = -reach; c <= reach; c++) set(row + r, column + c, !light.includes(Math.max(Math.abs(r), Math.abs(c))));
    }
  };
  for (const [row, column] of [[3, 3], [3, side - 4], [side - 4, 3]] as const) rings(row, column, 4, [2, 4]);
  rings(side - 7, side - 7, 2, [1]);
  for (let i = 8; i < side - 8; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  set(side - 8, 8, true);
  for (let i = 0; i < 15; i++) {
    const dark = ((FORMAT >> i) & 1) === 1;
    set(i < 6 ? i : i < 8 ? i + 1 : side - 15 + i, 8, dark);
    set(8, i < 8 ? side - 1 - i : i === 8 ? 7 : 14 - i, dark);
  }
  const data = codewords(bytes, room);
  const bits = [...data, ...remainder(data, check)].flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1));
  let at = 0;
  let up = true;
  for (let right = side - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let i = 0; i < side; i++) {
      const row = up ? side - 1 - i : i;
      for (const column of [right, right - 1]) {
        if (grid[row]?.[column] === undefined) set(row, column, (bits[at++] === 1) !== ((row + column) % 2 === 0));
      }
    }
  }
  return grid as boolean[][];
}
