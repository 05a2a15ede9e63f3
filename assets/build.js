// Builds static/ from assets/. Run `npm install --no-package-lock && npm run build`, then commit static/.
// $NODE_PATH may name a node_modules that lies elsewhere.
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)
const { compile } = require("sass")
const { buildSync } = require("esbuild")
const rtlcss = require("rtlcss")

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const packages = process.env.NODE_PATH ?? here("../node_modules")

const { css } = compile(here("kept.scss"), {
  loadPaths: [packages],
  style: "compressed",
  quietDeps: true,
})
writeFileSync(here("../static/kept.css"), css)
writeFileSync(here("../static/kept-rtl.css"), rtlcss.process(css))

buildSync({
  entryPoints: [here("kept.js"), here("autocomplete.js")],
  outdir: here("../static"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  charset: "utf8",
  legalComments: "inline",
  nodePaths: [packages],
})
