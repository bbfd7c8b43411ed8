/** Long work in small steps, so that the page stays alive. */

/** Returns a function to await between steps: it lets the page breathe every `ms` milliseconds. */
export function pause(ms = 20): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < ms) return undefined;
    return new Promise((resolve) =>
      setTimeout(() => {
        since = performance.now();
        resolve();
      }, 0),
    );
  };
}
