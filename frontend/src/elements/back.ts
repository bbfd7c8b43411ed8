/**
 * The browser's Back button inside a page of screens. One entry stands guard, with the page's own address and title:
 * whoever looks at the history sees the page once more, and no step of it. Coming back later to the entry below it, from
 * another site or after leaving quickly, goes on to what was before the page.
 */
interface Mark {
  below: true;
}

const isBelow = (state: unknown): boolean => (state as Partial<Mark> | null)?.below === true;

/** `handle` returns true when it has gone back by itself; false lets the browser leave the page. */
export function guardBack(handle: () => boolean): { stand(): void } {
  const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (isBelow(history.state) && load?.type === "back_forward") history.back();
  let standing = false;
  addEventListener("popstate", () => {
    if (!standing) return;
    standing = false;
    if (handle()) stand();
    else history.back();
  });
  function stand(): void {
    if (standing) return;
    if (!isBelow(history.state)) history.replaceState({ below: true } satisfies Mark, "");
    history.pushState(null, "");
    standing = true;
  }
  return { stand };
}
