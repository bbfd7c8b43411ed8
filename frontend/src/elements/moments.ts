/** Dates and sizes as people say them, in the language of the page. */

/** English as it is written in Europe: the day before the month, and twenty-four hours. */
const language = () => (document.documentElement.lang || "fr").replace(/^en$/, "en-GB");

/** French says "1er décembre"; browsers do not. */
const first = (date: string) => (language().startsWith("fr") ? date.replace(/(^|\s)1 (?=\p{L})/u, "$11er ") : date);

/** `at`: minutes since 1970. */
export function moment(at: number): HTMLTimeElement {
  const date = new Date(at * 60_000);
  const time = document.createElement("time");
  time.dateTime = date.toISOString().slice(0, 16) + "Z";
  time.textContent = first(new Intl.DateTimeFormat(language(), { dateStyle: "long", timeStyle: "short" }).format(date));
  return time;
}

/** `at`: milliseconds since 1970, a day in UTC. */
export function day(at: number): HTMLTimeElement {
  const date = new Date(at);
  const time = document.createElement("time");
  time.dateTime = date.toISOString().slice(0, 10);
  time.textContent = first(new Intl.DateTimeFormat(language(), { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(date));
  return time;
}

/** How long ago it was, as on the desk: nobody has to count. `at`: minutes since 1970. */
export function ago(at: number, now: Date = new Date()): string {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((midnight(now) - midnight(new Date(at * 60_000))) / 86_400_000);
  const [count, unit] =
    days < 14 ? ([days, "day"] as const) : days < 60 ? ([days / 7, "week"] as const) : days < 730 ? ([days / 30, "month"] as const) : ([days / 365, "year"] as const);
  return new Intl.RelativeTimeFormat(language(), { numeric: days < 2 ? "auto" : "always" }).format(-Math.floor(count), unit);
}

/** A day in figures, and how long ago it was. `at`: minutes since 1970. */
export function dayAgo(at: number): HTMLTimeElement {
  const time = moment(at);
  time.textContent = `${new Intl.DateTimeFormat(language(), { dateStyle: "short" }).format(new Date(at * 60_000))}, ${ago(at)}`;
  return time;
}

export function size(bytes: number): string {
  const [unit, value] = bytes < 1e6 ? (["kilobyte", Math.max(1, bytes / 1e3)] as const) : (["megabyte", bytes / 1e6] as const);
  const digits = value < 10 && unit === "megabyte" ? 1 : 0;
  return new Intl.NumberFormat(language(), { style: "unit", unit, maximumFractionDigits: digits }).format(value);
}

/** Names as a sentence says them. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: "conjunction" }).format(names);
}
