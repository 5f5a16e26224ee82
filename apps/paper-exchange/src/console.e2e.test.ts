import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

const mainFile = join(import.meta.dirname, 'main.ts')
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function start(...flags: string[]) {
  const all = [mainFile, '--market', 'quiet', '--symbols', 'BTCUSDT', ...flags]
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  const output = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text))
  return { child, output }
}

async function startReady(...flags: string[]) {
  const { child, output } = start(...flags)
  while (!output.out.includes('\n')) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${output.err}`)
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
  }
  return { child, ready: JSON.parse(output.out) as { rest: string; console?: string } }
}

const press = async (url: string | undefined, id: string, values: object = {}) => {
  const headers = { 'x-aster': '1', 'content-type': 'application/json' }
  const answer = await fetch(`${url}/console/actions/${id}`, { method: 'POST', headers, body: JSON.stringify(values) })
  return { status: answer.status, ...((await answer.json()) as { message: string }) }
}

/** Reads the events of the page until one that fits. */
async function readPage(url: string | undefined, until: RegExp): Promise<string> {
  const controller = new AbortController()
  const { body } = await fetch(`${url}/console/events`, { signal: controller.signal })
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (until.test(text)) break
  }
  controller.abort()
  return text
}

describe('the panel of the paper exchange', () => {
  it('shows prices and faults, and a button makes the exchange itself fail', async () => {
    const { ready } = await startReady()
    expect(await readPage(ready.console, /"kind":"market"/)).toContain('"symbol":"BTCUSDT"')
    const ping = async () => (await fetch(`${ready.rest}/fapi/v3/ping`)).status
    const pressed = await press(ready.console, 'request-errorBeforeAccept', { endpoint: 'ping', times: '1' })
    expect(pressed).toMatchObject({ status: 200, message: expect.stringContaining('endpoint ping, times 1') })
    expect(await readPage(ready.console, /FAULTS ARE ACTIVE: 1/)).toContain('request: Error, not accepted')
    expect([await ping(), await ping()]).toEqual([503, 200])
    expect(await press(ready.console, 'request-errorBeforeAccept', { times: 'often' })).toMatchObject({
      status: 400,
      message: 'times must be a number',
    })
    await press(ready.console, 'incident-maintenance')
    expect(await press(ready.console, 'clear-faults')).toMatchObject({ status: 200 })
    expect(await ping()).toBe(200)
  })

  it('is left out with --no-console', async () => {
    const { ready } = await startReady('--no-console')
    expect(ready).not.toHaveProperty('console')
  })

  it('takes the port it is given, and names it when it is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const port = String((server.address() as { port: number }).port)
    const { child, output } = start('--console-port', port)
    expect(((await once(child, 'close')) as [number])[0]).toBe(2)
    expect(output.err).toBe(
      `--console-port: consolePort 127.0.0.1:${port} is in use; choose another port, got "${port}"\n`,
    )
    expect(output.out).toBe('')
    server.close()
    await once(server, 'close')
    expect((await startReady('--console-port', port)).ready.console).toBe(`http://127.0.0.1:${port}`)
  })
})
