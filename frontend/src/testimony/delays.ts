/** Until when the cell has to answer: working days of France, so that a date can be shown and not a number. */

const DAY = 86_400_000;

/** Easter Sunday (anonymous Gregorian computus), as days since 1970. */
function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1) / DAY;
}

const FIXED = ["1-1", "5-1", "5-8", "7-14", "8-15", "11-1", "11-11", "12-25"];

function isOff(day: number): boolean {
  const date = new Date(day * DAY);
  if (date.getUTCDay() === 0 || date.getUTCDay() === 6) return true;
  if (FIXED.includes(`${date.getUTCMonth() + 1}-${date.getUTCDate()}`)) return true;
  return [1, 39, 50].includes(day - easter(date.getUTCFullYear()));
}

/** At one in the morning it is still yesterday in UTC. Swedes write a day as computers do. */
const schoolDay = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Paris" });

/** The day of the last of `count` working days after the day of `at`, both as milliseconds since 1970. */
export function workingDaysAfter(at: number, count: number): number {
  let day = Date.parse(schoolDay.format(at)) / DAY;
  for (let left = count; left > 0; ) {
    day += 1;
    if (!isOff(day)) left -= 1;
  }
  return day * DAY;
}
