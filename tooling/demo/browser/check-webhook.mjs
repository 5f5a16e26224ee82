// Looks at the console of an alert server in a real browser, and sends test alerts from its form.
// usage: node check-webhook.mjs <folder for screenshots>
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { auditLooks, check, conclude, openBrowser, openWatchedPage, startProgram } from './watch-program.mjs'

const folder = mkdtempSync(join(tmpdir(), 'webhook-page-'))
const flags = ['--mode', 'paper', '--port', '0', '--data', join(folder, 'data'), '--locks', join(folder, 'locks')]
const start = () => startProgram('apps/webhook-server/src/main.ts', flags, /console\s+(http:\/\/\S+)/)

let server = await start()
const browser = await openBrowser()
try {
  const { page, checkSize, checkManners } = await openWatchedPage(browser, server.url)
  checkSize()

  /** Sends a template and waits for the row that it makes to be over. */
  const send = async (template) => {
    const rows = await page.locator('#signals tr').count()
    await page.click('#action-test-alert')
    await page.selectOption('#field-template', template)
    const sentAtMs = Date.now()
    await page.click('#confirm-yes')
    await page.waitForFunction(
      (count) => {
        const all = document.querySelectorAll('#signals tr')
        return all.length > count && /done|refused|failed/.test(all[0].textContent)
      },
      rows,
      { polling: 20 },
    )
    const tookMs = Date.now() - sentAtMs
    await page.waitForSelector('#confirm', { state: 'hidden' })
    return { tookMs, text: await page.locator('#signals tr').first().textContent() }
  }
  const opened = await send('open-long')
  check(opened.text.includes('✓ done'), `a test alert appears with its outcome: ${opened.text}`)
  check(opened.tookMs <= 2_000, `${opened.tookMs} ms after the press, at most 2,000`)
  check(
    /202: taken in as [0-9a-f-]{36}/.test(await page.textContent('#outcome')),
    'the answer is shown: 202 and its id',
  )
  await page.waitForFunction(() => document.getElementById('positions').textContent.includes('✓ stop'))
  check(true, 'the position is shown with its stop')

  await page.click('#action-test-alert')
  await page.fill('#field-body', '{"action":"open","side":"UP"}')
  await page.click('#confirm-yes')
  await page.waitForFunction(() => document.getElementById('wrong-body').textContent.includes('side must be one of'))
  check(true, 'a message that cannot be understood is refused at its field')
  await page.keyboard.press('Escape')

  await auditLooks(page, 'webhook', async () => {
    await page.click('#action-test-alert')
    await page.waitForSelector('#confirm[open]')
  })

  const closed = await send('close')
  check(closed.text.includes('✓ done'), 'what was opened is closed')
  await page.keyboard.press('h')
  await page.click('#confirm-yes')
  await page.waitForFunction(() => document.getElementById('banner').textContent.includes('HALTED'))
  await page.waitForSelector('#confirm', { state: 'hidden' })
  const refused = await send('open-long')
  check(
    refused.text.includes('✗ refused') && /halt/i.test(refused.text),
    `the kill switch refuses the next: ${refused.text}`,
  )
  const secret = readFileSync(join(folder, 'data/webhook-secret'), 'utf8').trim()
  check(!(await page.content()).includes(secret), 'the page never has the secret')
  checkManners()

  await page.close()
  await server.stop()
  server = await start()
  const { page: again } = await openWatchedPage(browser, server.url)
  await again.waitForSelector('#signals tr')
  check((await again.locator('#signals tr').count()) === 3, 'the signals are there again after a restart')
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
conclude("the alert server's page")
