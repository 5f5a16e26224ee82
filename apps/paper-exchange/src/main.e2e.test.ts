import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { agentSigner, createNonceSource } from '@aster/auth'
import { Secret, createSystemClock } from '@aster/core'
import { testKeys } from '@aster/simulator/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const mainFile = join(import.meta.dirname, 'main.ts')
const running: ChildProcess[] = []
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paper-exchange-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function start(...flags: string[]) {
  const child = spawn(process.execPath, [mainFile, ...flags], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  const output = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text))
  return { child, output }
}

/** Starts it and waits for the ready line. */
async function startReady(...flags: string[]) {
  const { child, output } = start(...flags)
  while (!output.out.includes('\n')) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${output.err}`)
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
  }
  const ready = JSON.parse(output.out) as { ready: boolean; rest: string; ws: string }
  return { child, output, ready }
}

/** Runs it to its end. */
async function runToEnd(...flags: string[]) {
  const { child, output } = start(...flags)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

const get = async (url: string) => (await (await fetch(url)).json()) as Record<string, unknown>

describe('paper-exchange', () => {
  it('prints one JSON line when it can be used, serves, and ends in order on SIGTERM', async () => {
    const { child, output, ready } = await startReady('--symbols', 'BTCUSDT', '--market', 'quiet')
    expect(ready).toEqual({
      ready: true,
      rest: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      ws: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/),
      console: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    })
    const info = (await get(`${ready.rest}/fapi/v3/exchangeInfo`)) as { symbols: { symbol: string }[] }
    expect(info.symbols.map(({ symbol }) => symbol)).toEqual(['BTCUSDT'])
    child.kill('SIGTERM')
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(0)
    expect(output.out.trim().split('\n')).toHaveLength(1)
    expect(output.err).toMatch(
      /^paper-exchange: ended in order after SIGTERM in \d+ ms\n(?: {2}\w+ +[\w ]+: done in \d+ ms\n)+$/,
    )
  })

  it('ends on SIGINT while sockets are open', async () => {
    const { child, ready } = await startReady('--symbols', 'BTCUSDT')
    const socket = new WebSocket(`${ready.ws}/ws/btcusdt@bookTicker`)
    await once(socket, 'message')
    child.kill('SIGINT')
    expect(((await once(child, 'close')) as [number])[0]).toBe(0)
  })

  it('opens an account for a stranger, unless it is closed', async () => {
    const clock = createSystemClock()
    const sign = () =>
      agentSigner({
        privateKey: new Secret(testKeys.child.privateKey),
        network: 'mainnet',
        nonces: createNonceSource({ clock }),
      }).sign({ method: 'GET', params: [] })
    const { ready } = await startReady('--symbols', 'BTCUSDT', '--speed', '20')
    const balance = await get(`${ready.rest}/fapi/v3/balance?${sign().query}`)
    expect(balance).toMatchObject([{ asset: 'USDT', balance: expect.stringMatching(/^10000/) }, {}, {}, {}, {}, {}])
    const { serverTime } = await get(`${ready.rest}/fapi/v3/time`)
    expect(Math.abs(Number(serverTime) - clock.now())).toBeLessThan(5000)

    const closed = await startReady('--symbols', 'BTCUSDT', '--market', 'quiet', '--closed')
    expect(await get(`${closed.ready.rest}/fapi/v3/balance?${sign().query}`)).toEqual({
      code: -1000,
      msg: 'No agent found',
    })
  })

  it('reads accounts and rules from files', async () => {
    await writeFile(
      join(folder, 'accounts.json'),
      JSON.stringify([{ usdt: '77', key: 'some-key', secret: 'some-secret' }]),
    )
    const { ready } = await startReady('--market', 'quiet', '--symbols', 'BTCUSDT', '--accounts', 'accounts.json')
    const info = await get(`${ready.rest}/fapi/v3/exchangeInfo`)
    const state = await get(`${ready.rest}/simulator/state`)
    expect(state).toMatchObject({ accounts: [{ balance: { walletBalance: expect.stringMatching(/^77/) } }] })
    await writeFile(join(folder, 'info.json'), JSON.stringify(info))
    const second = await startReady('--market', 'quiet', '--exchange-info', 'info.json')
    expect(await get(`${second.ready.rest}/fapi/v3/ticker/price?symbol=BTCUSDT`)).toHaveProperty('price')
  })

  it('teaches with --help', async () => {
    const { code, out } = await runToEnd('--help')
    expect(code).toBe(0)
    for (const flag of ['--port', '--market', '--account', '--closed', '--nonce-window-ms']) expect(out).toContain(flag)
  })

  it.each([
    [['--symbols', 'NOPEUSDT'], 'NOPEUSDT'],
    [['--accounts', 'missing.json'], 'missing.json'],
    [['--exchange-info', 'missing.json'], 'missing.json'],
    [['--market', 'replay:missing.ndjson.gz'], 'missing.ndjson.gz'],
    [['--market', 'live:http://127.0.0.1:1'], 'does not answer as an exchange'],
    [['--symbols', 'BTCUSDT,BTCUSDT'], 'BTCUSDT twice'],
    [['--frobnicate'], '--frobnicate'],
    [['--account', 'v1:some-key:some-secret:1', '--account', 'v1:some-key:other-secret:1'], 'two accounts'],
  ])('refuses %j with one line and exit code 2', async (flags, words) => {
    const { code, out, err } = await runToEnd(...flags)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).toContain(words)
    expect(err).not.toContain('secret:')
  })

  it.each([
    ['--exchange-info', 'not json', 'exchangeInfo is not JSON'],
    ['--exchange-info', '{"symbols":[null]}', 'exchangeInfo symbols[0] must be an object'],
    ['--accounts', 'not json', 'accounts is not JSON'],
    ['--accounts', '[{"usdt":"5","kez":"some-key"}]', 'accounts account[0] has the unknown field kez'],
    ['--accounts', '["v1:some-key:hush-hush:5","v1:some-key:hush-hush:5"]', 'accounts key is given to two accounts'],
  ])('names the flag and the place when the file of %s holds %s', async (flag, text, words) => {
    await writeFile(join(folder, 'broken.json'), text)
    const { code, out, err } = await runToEnd('--market', 'quiet', flag, 'broken.json')
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `${flag}: ${words}, got "broken.json"\n` })
  })

  it('names a busy port', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const port = String((server.address() as { port: number }).port)
    const { code, err } = await runToEnd('--market', 'quiet', '--port', port)
    server.close()
    expect(code).toBe(2)
    expect(err).toBe(`--port: port is taken on 127.0.0.1, got "${port}"\n`)
  })
})
