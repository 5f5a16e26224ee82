// What the checks of the pages have in common: programs, a browser that counts, and sentences that hold or do not.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import axe from 'axe-core'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const node = join(root, 'node_modules/.bin/node')

/** Folder for screenshots: the first argument, or one that no commit takes. */
export const shots = process.argv[2] ?? join(root, '.turbo/console')
mkdirSync(shots, { recursive: true })

const failures = []
/** What programs complained of: of interest only when something does not hold. */
const logs = []
export const check = (holds, sentence) => {
  process.stdout.write(`${`${holds ? 'ok  ' : 'FAIL'}  ${sentence}`}\n`)
  if (!holds) failures.push(sentence)
}

/** Says how it went, and ends with it. */
export function conclude(what) {
  if (failures.length > 0) process.stderr.write(logs.join(''))
  process.stdout.write(`${failures.length === 0 ? `${what} holds` : `${failures.length} things do not hold`}\n`)
  process.exitCode = failures.length === 0 ? 0 : 1
}

/** Starts a program of the repository; resolves with the address that it prints. */
export async function startProgram(file, flags, address) {
  const child = spawn(node, [file, ...flags, '--detached'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let text = ''
  child.stderr.on('data', (chunk) => logs.push(String(chunk)))
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      text += chunk
      const found = address.exec(text)
      if (found) resolve(found[1])
    })
    child.once('exit', (code) =>
      reject(new Error(`${file} ended with ${code} before it had a page:\n${text}${logs.join('')}`)),
    )
  })
  const stop = (signal = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  return { url, stop }
}

export async function openBrowser() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error('there is no browser on this machine')
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

/** A page that is watched: what it asks for, how large it is, which scripts fail. */
export async function openWatchedPage(browser, url, prepare) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
  const foreign = []
  const errors = []
  let bytes = 0
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol !== 'data:' && host !== new URL(url).host) foreign.push(request.url())
  })
  page.on('response', (response) => {
    bytes += Number(response.headers()['content-length'] ?? 0)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  if (prepare) await page.addInitScript(prepare)
  await page.goto(url)
  await page.waitForSelector('#chart canvas')
  return {
    page,
    checkSize: () => check(bytes > 0 && bytes <= 150_000, `the page is ${bytes} bytes compressed, at most 150,000`),
    checkManners: () => {
      check(foreign.length === 0, `no request leaves the machine${foreign.map((each) => `\n      ${each}`).join('')}`)
      check(errors.length === 0, `no script fails${errors.map((text) => `\n      ${text}`).join('')}`)
    },
  }
}

const audit = async (page, name) => {
  // the head of the page stays where one looks: pictures of the whole begin at the top
  await page.evaluate(() => scrollTo(0, 0))
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document))
  const found = violations.map(({ id, nodes }) => `\n      ${id}: ${nodes[0].html}`)
  check(violations.length === 0, `axe finds nothing (${name})${found.join('')}`)
}

/** Looks at the page in light, dark and on a phone. With a form to open, at that too. */
export async function auditLooks(page, name, openForm) {
  const looks = [
    { look: 'light', width: 1280, height: 900 },
    { look: 'dark', width: 1280, height: 900 },
    { look: 'phone', width: 390, height: 844 },
  ]
  for (const { look, ...size } of looks) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme: look === 'light' ? 'light' : 'dark' })
    await audit(page, `${name}-${look}`)
    if (openForm) {
      await openForm()
      await audit(page, `${name}-${look}-form`)
      await page.keyboard.press('Escape')
    }
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  check(overflow <= 0, `a phone does not have to scroll sideways (${name})`)
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
}
