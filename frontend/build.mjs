// Builds the browser bundle: each file at the top of src/ is one entry, whole in itself (no chunk to miss, no import to
// follow), as an ES module. Same sources, same bytes: `portevoix fingerprint` prints their hashes.
import { build } from "esbuild";
import { existsSync, readdirSync, rmSync } from "node:fs";

const out = "../portevoix/ground/web/static/bundle";
const entries = (existsSync("src") ? readdirSync("src") : [])
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.endsWith(".d.ts"))
  .sort()
  .map((name) => `src/${name}`);

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: entries,
  outdir: out,
  bundle: true,
  format: "esm",
  platform: "browser",
  target: ["es2022", "chrome111", "firefox114", "safari16.4"],
  minify: true,
  legalComments: "linked",
  charset: "utf8",
  logLevel: "warning",
});
