// Looks at the console of a running demo in a real browser, as a person would.
// usage: node check-console.mjs <folder for screenshots>
import { join } from 'node:path'

import { auditLooks, check, conclude, openBrowser, openWatchedPage, shots, startProgram } from './watch-program.mjs'

/** Starts a demo; resolves with its console's address when it has one. */
const startDemo = (port) =>
  startProgram(
    'tooling/demo/src/main.ts',
    ['--duration', '120', '--console-port', String(port)],
    /console (http:\/\/[^\s,]+)/,
  )

let demo = await startDemo(0)
const { port } = new URL(demo.url)
const browser = await openBrowser()
try {
  // when each order was first seen on the page, by the clock of the page
  const { page, checkSize, checkManners } = await openWatchedPage(browser, demo.url, () => {
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
  await page.waitForSelector('#orders tr')
  checkSize()

  const before = await page.locator('#chart').screenshot()
  const touchBefore = await page.textContent('#touch')
  await page.waitForFunction((text) => document.getElementById('touch').textContent !== text, touchBefore)
  await page.waitForTimeout(3_000)
  const after = await page.locator('#chart').screenshot()
  check(!before.equals(after), 'the chart moves')
  await page.waitForFunction(() => document.querySelectorAll('#depth tr').length >= 5)
  await page.waitForFunction(() => /worth -?\d/.test(document.getElementById('held').textContent))
  check(true, 'book and inventory are shown')

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

  await auditLooks(page, 'demo')

  // the server goes away and comes back: so does the page
  const first = await page.textContent('#orders')
  await demo.stop('SIGKILL')
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

  checkManners()
} finally {
  await browser.close()
  await demo.stop()
}
conclude('the console')
