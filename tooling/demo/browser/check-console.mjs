// Looks at the console of a running demo in a real browser, as a person would.
// usage: node check-console.mjs <folder for screenshots>
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import axe from 'axe-core'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const node = join(root, 'node_modules/.bin/node')
const shots = process.argv[2] ?? join(root, '.turbo/console')
mkdirSync(shots, { recursive: true })
const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
if (executablePath === undefined) throw new Error('there is no browser on this machine')

const failures = []
const check = (holds, sentence) => {
  process.stdout.write(`${`${holds ? 'ok  ' : 'FAIL'}  ${sentence}`}\n`)
  if (!holds) failures.push(sentence)
}

/** Starts a demo; resolves with its console's address when it has one. */
async function startDemo(port) {
  const flags = ['tooling/demo/src/main.ts', '--duration', '120', '--console-port', String(port), '--detached']
  const child = spawn(node, flags, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const found = /console (http:\/\/\S+)/.exec(text)
      if (found) resolve(found[1])
    })
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code} before it had a console:\n${text}`)))
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return { url, child, ended }
}

let demo = await startDemo(0)
const { port } = new URL(demo.url)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
  const foreign = []
  const errors = []
  let bytes = 0
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol !== 'data:' && host !== new URL(demo.url).host) foreign.push(request.url())
  })
  page.on('response', async (response) => {
    bytes += Number(response.headers()['content-length'] ?? 0)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  // when each order was first seen on the page, by the clock of the page
  await page.addInitScript(() => {
    globalThis.seen = new Map()
    document.addEventListener('DOMContentLoaded', () => {
      new MutationObserver(() => {
        for (const row of document.querySelectorAll('#orders tr')) {
          const id = row.lastElementChild?.textContent
          if (id && !globalThis.seen.has(id)) globalThis.seen.set(id, Date.now())
        }
      }).observe(document.getElementById('orders'), { childList: true })
    })
  })
  await page.goto(demo.url)
  await page.waitForSelector('#chart canvas')
  await page.waitForSelector('#orders tr')
  check(bytes > 0 && bytes <= 150_000, `the page is ${bytes} bytes compressed, at most 150,000`)

  const before = await page.locator('#chart').screenshot()
  const touchBefore = await page.textContent('#touch')
  await page.waitForFunction((text) => document.getElementById('touch').textContent !== text, touchBefore)
  await page.waitForTimeout(3_000)
  const after = await page.locator('#chart').screenshot()
  check(!before.equals(after), 'the chart moves')

  // ten seconds of orders: from the moment the demo meant one to the moment a person can see it
  const sentAtMs = new Map()
  const reading = new AbortController()
  const response = await fetch(`${demo.url}/console/events`, { signal: reading.signal })
  const listening = (async () => {
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body) {
        text += decoder.decode(chunk, { stream: true })
        const lines = text.split('\n')
        text = lines.pop()
        for (const line of lines) {
          if (!line.startsWith('data: {"kind":"order"')) continue
          const event = JSON.parse(line.slice(6))
          if (event.status === 'SENT') sentAtMs.set(event.clientOrderId, event.atMs)
        }
      }
    } catch {
      // it was cut off below
    }
  })()
  const fromMs = Date.now()
  await page.waitForTimeout(10_000)
  reading.abort()
  await listening
  const seen = new Map(await page.evaluate(() => [...globalThis.seen]))
  const delays = [...sentAtMs]
    .filter(([, atMs]) => atMs > fromMs && atMs < Date.now() - 1_500)
    .map(([id, atMs]) => (seen.get(id) ?? Infinity) - atMs)
  check(
    delays.length > 0 && Math.max(...delays) < 1_000,
    `${delays.length} orders appeared, the slowest after ${Math.max(...delays)} ms`,
  )

  const audit = async (name) => {
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() => globalThis.axe.run(document))
    check(
      violations.length === 0,
      `axe finds nothing (${name})${violations.map(({ id, nodes }) => `\n      ${id}: ${nodes[0].html}`).join('')}`,
    )
  }
  await audit('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await audit('dark')
  await page.setViewportSize({ width: 390, height: 844 })
  await audit('phone')
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  check(overflow <= 0, 'a phone does not have to scroll sideways')
  await page.setViewportSize({ width: 1280, height: 900 })

  // the server goes away and comes back: so does the page
  const first = await page.textContent('#orders')
  demo.child.kill('SIGKILL')
  await demo.ended
  await page.waitForFunction(() => document.getElementById('link').textContent.includes('lost'))
  demo = await startDemo(port)
  await page.waitForFunction(() => document.getElementById('link').textContent === 'connected')
  await page.waitForSelector('#orders tr')
  check(
    (await page.textContent('#orders')) !== first,
    'the page survives a restart of the server and shows the new run',
  )

  // the kill switch, with the keyboard alone
  await page.keyboard.press('h')
  await page.waitForSelector('#confirm[open]')
  await page.screenshot({ path: join(shots, 'halt.png') })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.getElementById('banner').textContent.startsWith('HALTED'))
  const haltedAtMs = Date.now()
  check(true, 'the kill switch halts it, by the keyboard alone')
  await page.waitForTimeout(8_000)
  const late = await page.evaluate(
    (fromMs) => [...globalThis.seen].filter(([id, atMs]) => /-en\./.test(id) && atMs > fromMs).map(([id]) => id),
    haltedAtMs + 1_000,
  )
  check(late.length === 0, `no entry later than a second after it${late.length > 0 ? `: ${late.join(', ')}` : ''}`)
  await page.screenshot({ path: join(shots, 'halted.png'), fullPage: true })

  check(foreign.length === 0, `no request leaves the machine${foreign.map((url) => `\n      ${url}`).join('')}`)
  check(errors.length === 0, `no script fails${errors.map((text) => `\n      ${text}`).join('')}`)
} finally {
  await browser.close()
  demo.child.kill('SIGTERM')
  await demo.ended
}
process.stdout.write(`${failures.length === 0 ? 'the console holds' : `${failures.length} things do not hold`}\n`)
process.exitCode = failures.length === 0 ? 0 : 1
