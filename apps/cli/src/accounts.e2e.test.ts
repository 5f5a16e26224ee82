import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const { agent, master } = testKeys
const passphrase = 'correct horse battery staple'

let exchange: Awaited<ReturnType<typeof startSocketExchange>>
let folder = ''
beforeAll(async () => {
  exchange = await startSocketExchange()
  folder = mkdtempSync(join(tmpdir(), 'aster-init-'))
})
afterAll(async () => {
  await exchange[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

function run(words: readonly string[], env: Record<string, string> = {}) {
  const options = { cwd: folder, env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env } }
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [main, ...words], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

const init = ['init', '--account', 'desk', '--wallet', master.address]
const keys = { ASTER_DESK_PRIVATE_KEY: agent.privateKey, ASTER_KEYSTORE_PASSPHRASE: passphrase }
const opened = { ASTER_DESK_KEYSTORE_PASSPHRASE: passphrase }
const config = ['--config', '.aster/desk.json']

describe('aster init', () => {
  it('refuses before it writes anything: no passphrase, a short one, the key for a wallet, no key', async () => {
    const { ASTER_KEYSTORE_PASSPHRASE: _none, ...noPassphrase } = keys
    for (const [words, env, reason] of [
      [init, noPassphrase, 'needs a passphrase: set ASTER_DESK_KEYSTORE_PASSPHRASE or ASTER_KEYSTORE_PASSPHRASE'],
      [init, { ...keys, ASTER_KEYSTORE_PASSPHRASE: 'short' }, 'at least 8 characters'],
      [init, { ASTER_KEYSTORE_PASSPHRASE: passphrase }, 'is needed, or a key in the environment'],
      [['init', '--account', 'desk', '--wallet', agent.address], keys, 'give the main wallet'],
      [['init', '--account', '../desk'], keys, 'must be letters'],
    ] as const) {
      const { code, stderr } = await run(words, env as Record<string, string>)
      expect(stderr).toContain(reason)
      expect(code).toBe(2)
      expect(stderr).not.toContain(agent.privateKey.slice(2))
    }
    expect(existsSync(join(folder, '.aster'))).toBe(false)
  })

  it('writes an encrypted keystore and a settings file that only the owner reads, and overwrites neither', async () => {
    const made = await run([...init, '--url', exchange.restUrl, '--json'], keys)
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(made.stdout)).toMatchObject({ account: 'desk', agent: agent.address, isNew: false })
    for (const file of ['.aster/desk.json', '.aster/keys/desk.json']) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
      const text = readFileSync(join(folder, file), 'latin1')
      for (const secret of [agent.privateKey.slice(2), passphrase]) expect(text).not.toContain(secret)
    }
    const again = await run(init, keys)
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('never overwritten') })
    expect(readdirSync(join(folder, '.aster/keys'))).toEqual(['desk.json'])
  })

  it('is all that another command needs to read the account', async () => {
    expect((await run(['balances', ...config], opened)).stdout).toMatch(/USDT +10000/)
    const wrong = await run(['balances', ...config], { ...opened, ASTER_DESK_KEYSTORE_PASSPHRASE: 'wrong words here' })
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('does not open with this password') })
    expect(await run(['balances', ...config])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('needs its passphrase'),
    })
    const missing = await run(['balances', ...config, '--keystore', 'gone.json'], opened)
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('does not exist') })
  })

  it('gives the picture of the account once, where nobody looks at a terminal', async () => {
    const { stdout, code } = await run(['watch', ...config], opened)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^desk {2}http.*\nUSDT 10000 free 10000\ntoday 0\.00 .*\n\nflat\nno orders\n\nweight \d+\/2400\n$/,
    )
  })
})

describe('aster notify test', () => {
  it('says of each way out whether the notice arrived, and never where it went', async () => {
    const paths: string[] = []
    const server = createServer((request, response) => {
      paths.push(request.url ?? '')
      response.writeHead(request.url?.includes('discord') === true ? 404 : 200).end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { code, stdout } = await run(['notify', 'test', '--json'], {
      ASTER_NOTICE_WEBHOOK: `${url}/hook-of-mine`,
      ASTER_DISCORD_WEBHOOK: `${url}/discord-of-mine`,
      ASTER_HEARTBEAT_URL: `${url}/beat-of-mine`,
    })
    server.close()
    expect(paths.toSorted()).toEqual(['/beat-of-mine', '/discord-of-mine', '/hook-of-mine'])
    expect(JSON.parse(stdout)).toEqual({
      outcomes: { webhook: 'sent', discord: 'failed', heartbeat: 'sent' },
      reasons: { discord: 'it answered HTTP 404' },
    })
    expect(code).toBe(1)
    expect(stdout).not.toContain('of-mine')
  })

  it('names every mistake of the settings at once, and no address', async () => {
    const { code, stderr } = await run(['notify', 'test'], {
      ASTER_TELEGRAM_TOKEN: '123:token-of-mine',
      ASTER_DISCORD_WEBHOOK: 'words-of-mine',
      ASTER_NOTICE_FROM: 'loud',
    })
    expect(code).toBe(2)
    for (const name of ['telegramChat is needed', 'discordWebhook must be', 'noticeFrom must be']) {
      expect(stderr).toContain(name)
    }
    expect(stderr).not.toContain('of-mine')
  })
})
