// Builds the browser's files: each .ts at the top of src/ gives one, whole in itself, as an ES module.
// Same sources, same bytes: `portevoix fingerprint` prints their hashes.
import { build } from "esbuild";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fold, wordList } from "./src/seal/words.ts";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.env.PORTEVOIX_BUNDLE ?? join(here, "../portevoix/ground/web/static/bundle");
const entries = readdirSync(join(here, "src"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.endsWith(".d.ts"))
  .sort();

// The HPKE packages declare that their modules do nothing but define things; a second package.json, beside those modules, hides it,
// and all of them would travel, used or not: 1 kB for whoever comes for the first time.
const onlyWhatServes = {
  name: "only what serves",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(@hpke\/|mlkem$|\.)/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === "asked" || !/node_modules\/(@hpke|mlkem)\//.test(importer)) return undefined;
      return { ...(await resolve(path, { importer, kind, resolveDir, pluginData: "asked" })), sideEffects: false };
    });
  },
};

const foldedWords = {
  name: "the words, folded",
  setup({ onLoad }) {
    onLoad({ filter: /words\.fr\.txt$/ }, ({ path }) => ({ contents: fold(wordList(readFileSync(path, "utf8"))), loader: "text" }));
  },
};

rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: entries.map((name) => `src/${name}`),
  outdir: out,
  bundle: true,
  format: "esm",
  platform: "browser",
  target: ["es2022", "chrome119", "firefox121", "safari17"],
  minify: true,
  charset: "utf8",
  legalComments: "linked",
  plugins: [onlyWhatServes, foldedWords],
  logLevel: "warning",
});

const size = (bytes) => `${(bytes.length / 1000).toFixed(1)} kB`.padStart(9);
for (const name of readdirSync(out).sort()) {
  if (!name.endsWith(".js")) continue;
  const bytes = readFileSync(join(out, name));
  const [raw, gzip, brotli] = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)].map(size);
  console.log(`${name.padEnd(14)}${raw}  gzip ${gzip}  brotli ${brotli}`);
}
