/**
 * The eighteen characters of a receipt as a QR code: version 1, level M, alphanumeric, mask 0, nothing else.
 * Drawn in the browser because the receipt must not go to anyone who would draw it.
 */

export const SIDE = 21;
const DATA = 16;
const CHECK = 10;
const CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/** Level M (00), mask 0, with the error bits that belong to it. */
const FORMAT = 0b101010000010010;

/** GF(256) over x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let left = a, right = b; right > 0; right >>= 1) {
    if (right & 1) product ^= left;
    left = left & 128 ? (left << 1) ^ 0x11d : left << 1;
  }
  return product;
}

function codewords(characters: string): number[] {
  const bits: number[] = [];
  const put = (value: number, size: number) => {
    for (let i = size - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  const values = [...characters].map((character) => CHARACTERS.indexOf(character));
  if (values.includes(-1) || values.length > 20) throw new RangeError("not for this code");
  put(0b0010, 4);
  put(values.length, 9);
  for (let i = 0; i + 1 < values.length; i += 2) put((values[i] as number) * 45 + (values[i + 1] as number), 11);
  if (values.length % 2) put(values.at(-1) as number, 6);
  put(0, Math.min(4, DATA * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const words: number[] = [];
  for (let i = 0; i < bits.length; i += 8) words.push(bits.slice(i, i + 8).reduce((byte, bit) => byte * 2 + bit, 0));
  for (let i = 0; words.length < DATA; i++) words.push(i % 2 ? 0x11 : 0xec);
  return words;
}

function remainder(data: readonly number[]): number[] {
  let generator = [1];
  for (let i = 0, root = 1; i < CHECK; i++, root = times(root, 2)) {
    const next = [...generator, 0];
    generator.forEach((coefficient, at) => {
      next[at + 1] = (next[at + 1] as number) ^ times(coefficient, root);
    });
    generator = next;
  }
  const rest = [...data, ...new Array<number>(CHECK).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const lead = rest[i] as number;
    generator.forEach((coefficient, at) => {
      rest[i + at] = (rest[i + at] as number) ^ times(coefficient, lead);
    });
  }
  return rest.slice(data.length);
}

/** Rows of dark (true) and light modules, without the quiet zone of four that must surround them. */
export function qr(characters: string): boolean[][] {
  const grid = Array.from({ length: SIDE }, () => new Array<boolean | undefined>(SIDE).fill(undefined));
  const set = (row: number, column: number, dark: boolean) => {
    (grid[row] as (boolean | undefined)[])[column] = dark;
  };
  for (const [top, left] of [[0, 0], [0, SIDE - 7], [SIDE - 7, 0]] as const) {
    for (let r = -1; r <= 7; r++) {
      for (let c = -1; c <= 7; c++) {
        if (top + r < 0 || left + c < 0 || top + r >= SIDE || left + c >= SIDE) continue;
        const ring = Math.max(Math.abs(r - 3), Math.abs(c - 3));
        set(top + r, left + c, ring !== 2 && ring !== 4);
      }
    }
  }
  for (let i = 8; i < SIDE - 8; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  set(SIDE - 8, 8, true);
  for (let i = 0; i < 15; i++) {
    const dark = ((FORMAT >> i) & 1) === 1;
    if (i < 6) set(i, 8, dark);
    else if (i < 8) set(i + 1, 8, dark);
    else set(SIDE - 15 + i, 8, dark);
    if (i < 8) set(8, SIDE - 1 - i, dark);
    else if (i === 8) set(8, 7, dark);
    else set(8, 14 - i, dark);
  }
  const data = codewords(characters);
  const bits = [...data, ...remainder(data)].flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1));
  let at = 0;
  let up = true;
  for (let right = SIDE - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let i = 0; i < SIDE; i++) {
      const row = up ? SIDE - 1 - i : i;
      for (const column of [right, right - 1]) {
        if (grid[row]?.[column] !== undefined) continue;
        set(row, column, (bits[at++] === 1) !== ((row + column) % 2 === 0));
      }
    }
  }
  return grid as boolean[][];
}
