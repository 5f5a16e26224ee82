import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { agentSigner, createNonceSource } from '@aster/auth'
import { createSystemClock, Secret } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { readConnection } from '@aster/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createRunner, type RunningProgram } from './testing/run-programs.ts'

let folder = ''
let demo: RunningProgram
let server: RunningProgram
const runner = createRunner(() => folder)
const state = ['--state', '.aster/demo'] as const
const aster = (...words: readonly string[]) => runner.aster(...words, ...state)
const askJson = async (...words: readonly string[]): Promise<unknown> => {
  const { stdout, stderr } = await aster(...words, '--json')
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aster-demo-'))
  demo = runner.start('demo', '--duration', '600', '--event-log', 'run.log')
  server = runner.start('webhookServer', '--port', '0')
  await Promise.all([demo.says('closed by'), server.says('try it:')])
}, 60_000)
afterAll(async () => {
  await Promise.all([demo.end(), server.end()])
  rmSync(folder, { recursive: true })
}, 60_000)

/** What the exchange of the demo was asked, by its own log. */
interface RequestLine {
  readonly kind?: string
  readonly timeMs: number
  readonly method: string
  readonly path: string
  readonly params: { readonly newClientOrderId?: string; readonly reduceOnly?: string }
  readonly status: number
}

/** When the exchange of the demo took in its entries, milliseconds since the epoch. */
const listEntryTimes = (): number[] =>
  readFileSync(join(folder, 'run.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"kind":"request"') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as RequestLine)
    .filter(({ method, path, status, params }) => {
      const isOrder = method === 'POST' && path.endsWith('/order') && status === 200
      return isOrder && params.newClientOrderId?.startsWith('demo-en.') === true
    })
    .map(({ timeMs }) => timeMs)

/** Sends the alert that the server printed, and gives the answer's status and code. */
async function sendAlert(): Promise<{ readonly status: number; readonly code: unknown }> {
  const [, url = '', body = ''] = /curl -s '([^']+)' .* -d '(.+)'/.exec(server.text()) ?? []
  const alert = { ...(JSON.parse(body) as object), id: `alert-${createSystemClock().nowUs()}` }
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(alert) })
  return { status: response.status, code: ((await response.json()) as { code?: unknown }).code }
}

/** Places an order far from the market, as another program on the account would. */
async function placeFarOrder(clientOrderId: string): Promise<void> {
  const { keyFile, user, restUrl } = readConnection(join(folder, '.aster/demo'))
  const clock = createSystemClock()
  const transport = createUndiciTransport({ clock })
  const privateKey = new Secret(readFileSync(keyFile, 'utf8').trim())
  const signer = agentSigner({ privateKey, user, nonces: createNonceSource({ clock }) })
  const { trading } = createRestClient({ transport, clock, baseUrl: restUrl, signer })
  await trading.placeOrder({
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.01',
    price: '90000',
    newClientOrderId: clientOrderId,
  })
  await transport.close()
}

describe('aster on a running demo', () => {
  it('reads the account in every way, several commands at once, while the demo trades', async () => {
    const commands = ['doctor', 'balances', 'positions', 'orders', 'trades', 'fees', 'volume', 'agents', 'watch']
    const outcomes = await Promise.all(commands.map((command) => aster(command)))
    const texts = Object.fromEntries(
      outcomes.map(({ code, stdout, stderr }, index) => {
        expect({ command: commands[index], code, stderr }).toEqual({ command: commands[index], code: 0, stderr: '' })
        return [commands[index], stdout]
      }),
    )
    expect(texts['doctor']).toContain('everything needed for trading is there')
    expect(texts['balances']).toMatch(/^asset .*\nUSDT +\d+/)
    expect(texts['trades']).toMatch(/(BTC|ETH|SOL)USDT +(BUY|SELL).*(maker|taker)/)
    expect(texts['fees']).toMatch(/BTCUSDT +0\.0001 +0\.00035/)
    expect(texts['volume']).toMatch(/USDT +\d+ +[\d.]+/)
    expect(texts['agents']).toMatch(/agent1 +0x/)
    expect(texts['watch']).toMatch(/^demo {2}http:\/\/127\.0\.0\.1:\d+/)
  })

  it('cancels an order of another hand by its id, and says of an unknown one that it is unknown', async () => {
    await placeFarOrder('other-1')
    expect(await aster('cancel', 'other-1')).toMatchObject({ code: 0, stdout: 'BTCUSDT other-1: CANCELED\n' })
    expect(await aster('cancel', 'other-1')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('no open order'),
    })
  })

  it('tells the whole story of an order: meant, sent, reported, filled, and the trade it belongs to', async () => {
    const orders = (await askJson('explain')) as { clientOrderId: string; role: string; state: string }[]
    const entry = orders.find(({ role, state: end }) => role === 'entry' && end === 'filled')
    const id = entry?.clientOrderId ?? ''
    const { lines, trade } = (await askJson('explain', id)) as {
      lines: { from: string; what: string; detail: string }[]
      trade: string
    }
    const whatOf = (from: string) => lines.filter((line) => line.from === from).map(({ what }) => what)
    const journal = whatOf('journal')
    const order = ['trade planned', 'trade order', 'meant', 'sent', 'reported', 'filled', 'ended']
    expect(order.map((what) => journal.indexOf(what))).toEqual(
      order.map((what) => journal.indexOf(what)).toSorted((a, b) => a - b),
    )
    expect(order.every((what) => journal.includes(what))).toBe(true)
    expect(whatOf('feed')).toEqual(expect.arrayContaining(['order', 'fill', 'decision']))
    expect(trade).toContain('entry of trade demo-tr.')
    expect((await aster('explain', 'demo-en.nobody-1')).code).toBe(1)
  })

  it('makes a bundle of machine, settings and last events without the paper key', async () => {
    const { code, stdout } = await aster('support-bundle')
    expect(code).toBe(0)
    const bundle = JSON.parse(stdout) as { events: { kind: string }[]; program: object }
    expect(bundle.events.some(({ kind }) => kind === 'fill')).toBe(true)
    expect(bundle.program).toMatchObject({ program: 'demo', isRunning: true })
    const { keyFile } = readConnection(join(folder, '.aster/demo'))
    expect(stdout).not.toContain(readFileSync(keyFile, 'utf8').trim().slice(2))
  })

  it('refuses the paper key for live trading and beside an address or a key of its own', async () => {
    for (const words of [
      ['--mode', 'live', '--account', 'desk'],
      ['--url', 'http://127.0.0.1:1'],
      ['--wallet', '0x01'],
    ]) {
      const { code, stderr } = await aster('flatten', '--all', ...words)
      expect(stderr).toMatch(/must not be given when/)
      expect(code).toBe(2)
    }
    expect((await runner.aster('balances', '--state', 'nowhere')).stderr).toContain('no program that trades on paper')
  })
})

describe('aster halt', () => {
  it('stops the entries of every program within a second, and resume lets both go on', async () => {
    expect(listEntryTimes().length).toBeGreaterThan(0)
    // as a person does in the folder where the programs were started: it names no program
    const { code, stdout } = await runner.aster('halt', '--reason', 'lunch', '--json')
    expect(code).toBe(0)
    const { answers } = JSON.parse(stdout) as { answers: { program: string; state: string; afterMs: number }[] }
    expect(answers.map(({ program }) => program).toSorted()).toEqual(['demo', 'webhook-server'])
    for (const { state: risk, afterMs } of answers) {
      expect(risk).toBe('halted')
      expect(afterMs).toBeLessThanOrEqual(1_000)
    }
    const haltedMs = statSync(join(folder, '.aster/halt')).mtimeMs
    expect(await sendAlert()).toEqual({ status: 503, code: 'HALTED' })
    await aster('orders')
    const lastMs = Math.max(...listEntryTimes()) - haltedMs
    const spans = answers.map(({ program, afterMs }) => `${program} ${afterMs} ms`).join(', ')
    process.stdout.write(`last entry of the demo ${lastMs.toFixed(0)} ms after the halt; answers after: ${spans}\n`)
    expect(lastMs).toBeLessThanOrEqual(1_000)

    const said = demo.text().length
    const resumed = await runner.aster('resume')
    expect(resumed).toMatchObject({ code: 0, stdout: expect.stringMatching(/demo \(process \d+\) is active/) })
    expect(resumed.stdout).toMatch(/webhook-server, account paper \(process \d+\) is active/)
    await demo.says('waits at the best price', said)
    expect((await sendAlert()).status).toBe(200)
  })

  it('says that nobody has answered where no program watches the file', async () => {
    const { stdout, code } = await runner.aster('halt', '--halt-file', 'elsewhere/halt')
    expect(stdout).toContain('no program has answered within 1 s')
    expect(code).toBe(0)
  })
})

describe('aster flatten --all', () => {
  it('leaves the account of a trading demo flat and halted; the demo stays up and ends clean', async () => {
    await demo.says('protected', demo.text().length)
    const { code, stdout, stderr } = await aster('flatten', '--all')
    expect(stderr).toMatch(/demo \(process \d+\) is halted/)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^(flat on .*|nothing is open)\n$/) })
    const [positions, orders] = [await aster('positions'), await aster('orders')]
    expect(positions.stdout + orders.stdout).toBe('none\nnone\n')
    expect(demo.process.exitCode).toBe(null)
    expect(await demo.end()).toBe(0)
    expect(demo.text()).toContain('left on the exchange: 0 open orders, position 0\n')
    const log = readFileSync(join(folder, 'run.log'), 'utf8')
    expect(log).toContain('"event":"ended","clean":true,"faults":0')
  })

  it('still explains the orders of the demo that has ended, and reaches it no more', async () => {
    const orders = (await askJson('explain')) as { clientOrderId: string }[]
    const { code, stdout } = await aster('explain', orders.at(-1)?.clientOrderId ?? '')
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/journal +sent/) })
    expect(await aster('positions')).toMatchObject({ code: 2, stderr: expect.stringMatching(/whose demo ended at/) })
  })
})
