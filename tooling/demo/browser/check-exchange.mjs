// Looks at the panel of a paper exchange in a real browser: the demo trades on it, and a person lets it fail.
// usage: node check-exchange.mjs <folder for screenshots>
import { auditLooks, check, conclude, openBrowser, openWatchedPage, startProgram } from './watch-program.mjs'

const demo = await startProgram('tooling/demo/src/main.ts', ['--duration', '120'], /exchange panel (http:\/\/\S+)/)
const browser = await openBrowser()
try {
  const { page, checkSize, checkManners } = await openWatchedPage(browser, demo.url)
  checkSize()
  await page.waitForSelector('#orders tr')
  await page.waitForSelector('#fills tr')
  await page.waitForFunction(() => document.getElementById('list-panel-accounts').textContent.includes('0x'))
  check(true, 'accounts, their orders and fills are shown')
  const buttons = await page.locator('#groups button').count()
  check(buttons >= 32, `there are ${buttons} buttons for faults`)

  const faults = () => page.locator('#list-panel-faults').textContent()
  await page.click('#action-request-delay')
  await page.fill('#field-ms', 'soon')
  await page.click('#confirm-yes')
  await page.waitForFunction(() => document.getElementById('wrong-ms').textContent !== '')
  check(
    (await page.locator('#wrong-ms').textContent()).startsWith('must be milliseconds'),
    'a wrong value is named at its field',
  )
  await page.fill('#field-ms', '50')
  await page.fill('#field-endpoint', 'placeOrder')
  await page.fill('#field-times', '')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.getElementById('list-panel-faults').textContent.includes('placeOrder'))
  check((await faults()).includes('Delay, ms 50'), `the button makes the fault active: ${(await faults()).slice(13)}`)
  await page.waitForFunction(() => /fired [1-9]/.test(document.getElementById('list-panel-faults').textContent))
  check(true, 'it fires on the orders of the demo')
  await page.waitForFunction(() => document.getElementById('banner').textContent === 'FAULTS ARE ACTIVE: 1')
  check(true, 'the page says so over everything')
  await page.waitForSelector('#confirm', { state: 'hidden' })

  await auditLooks(page, 'exchange', async () => {
    await page.click('#action-request-acceptThenError')
    await page.waitForSelector('#confirm[open]')
  })

  await page.click('#action-clear-faults')
  await page.click('#confirm-yes')
  await page.waitForFunction(() => document.getElementById('banner').hidden)
  check((await faults()).includes('nothing goes wrong'), 'clearing ends it')
  checkManners()
} finally {
  await browser.close()
  await demo.stop()
}
conclude('the panel of the exchange')
