// What other engines than axe find on pages: IBM Equal Access, HTML_CodeSniffer, Siteimprove Alfa, Lighthouse.
// `python -m tests.browser.engines` starts it with a file that tells which pages, and with which browser.
// Prints one line of JSON for each finding.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import puppeteer from "puppeteer-core"
import { snapshot } from "lighthouse"
import { Audit } from "@siteimprove/alfa-act"
import { Device } from "@siteimprove/alfa-device"
import { Node } from "@siteimprove/alfa-dom"
import { Native } from "@siteimprove/alfa-dom/native"
import { Request, Response } from "@siteimprove/alfa-http"
import rules from "@siteimprove/alfa-rules"
import { Page } from "@siteimprove/alfa-web"

const require = createRequire(import.meta.url)
const source = (path) => readFileSync(require.resolve(path), "utf8")
const ACE = source("accessibility-checker-engine/ace.js")
const SNIFFER = source("html_codesniffer/build/HTMLCS.js")

const engines = {
  async ibm(page) {
    await page.evaluate(ACE)
    return page.evaluate(async () => {
      const checker = new ace.Checker()
      const { results } = await checker.check(document, ["WCAG_2_2"])
      return results.filter(({ value: [kind, how] }) => how !== "PASS" && kind !== "INFORMATION")
        .map(({ ruleId, value, message, snippet }) => ({ rule: ruleId, kind: value.join(" "), says: message, on: snippet }))
    })
  },
  async htmlcs(page) {
    await page.evaluate(SNIFFER)
    return page.evaluate(() => new Promise((done) => {
      HTMLCS.process("WCAG2AA", document, () => done(HTMLCS.getMessages()
        .filter(({ type }) => type !== HTMLCS.NOTICE)
        .map(({ code, type, msg, element }) => ({
          rule: code, kind: type === HTMLCS.ERROR ? "error" : "warning", says: msg,
          on: (element.outerHTML ?? "the document").slice(0, 200),
        }))))
    }))
  },
  async alfa(page) {
    const document = await page.evaluateHandle(() => window.document)
    const device = Device.standard()
    const read = Node.from(await document.evaluate(Native.fromNode), device)
    const outcomes = await Audit.of(Page.of(Request.empty(), Response.empty(), read, device), rules).evaluate()
    return [...outcomes].map((outcome) => outcome.toJSON()).filter(({ outcome }) => outcome === "failed")
      .map(({ rule, target, expectations }) => ({
        rule: rule.uri, kind: "failed", says: JSON.stringify(expectations).slice(0, 300), on: JSON.stringify(target).slice(0, 200),
      }))
  },
  async lighthouse(page) {
    const { lhr } = await snapshot(page, { config: { extends: "lighthouse:default", settings: { onlyCategories: ["accessibility"], screenEmulation: { disabled: true } } } })
    return Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score < 1)
      .flatMap(({ id, title, details }) => (details?.items ?? []).map(({ node }) => ({
        rule: id, kind: "failed", says: title, on: node?.snippet ?? "",
      })))
  },
}

const { browser: launch, pages, only } = JSON.parse(readFileSync(process.argv[2], "utf8"))
const browser = await puppeteer.launch(launch)
for (const { name, url, cookies, sends } of pages) {
  const context = await browser.createBrowserContext()
  await context.setCookie(...cookies)
  const page = await context.newPage()
  await page.setViewport({ width: 1280, height: 900 })
  await page.goto(url)
  if (sends) {
    await Promise.all([page.waitForNavigation(), page.evaluate(() => {
      [...document.querySelectorAll("main form[method=post] button[type=submit]")].at(-1).click()
    })])
  }
  for (const [engine, finds] of Object.entries(engines)) {
    if (only.length && !only.includes(engine)) continue
    try {
      for (const found of await finds(page)) console.log(JSON.stringify({ engine, page: name, ...found }))
    } catch (error) {
      console.log(JSON.stringify({ engine, page: name, rule: "engine failed", kind: "failure", says: String(error), on: "" }))
    }
  }
  await context.close()
}
await browser.close()
