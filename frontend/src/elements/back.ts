/**
 * The browser's Back button inside a page of screens. One entry stands guard, with the page's own address and title:
 * whoever looks at the history sees the page once more, and no step of it.
 */

/** `handle` returns true when it has gone back by itself; false lets the browser leave the page. */
export function guardBack(handle: () => boolean): { stand(): void } {
  let standing = false;
  addEventListener("popstate", () => {
    if (!standing) return;
    standing = false;
    if (handle()) stand();
    else history.back();
  });
  function stand(): void {
    if (standing) return;
    history.pushState(null, "");
    standing = true;
  }
  return { stand };
}
