import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { testKeys } from '@aster/simulator/testing'
import { z } from 'zod'

import type { Venue } from './foreign-trader.ts'

const program = fileURLToPath(new URL('../../../../apps/paper-exchange/src/main.ts', import.meta.url))
const v1 = { apiKey: 'interop-key', apiSecret: 'interop-secret' }

/** A paper exchange in a process of its own. */
export interface OpenVenue extends Venue, AsyncDisposable {
  /** What its state page says about orders and positions of anybody. */
  readState(): Promise<unknown>
}

/**
 * Starts the paper exchange as a user does, on a quiet market, and waits for its ready line.
 *
 * @param faults - A fault script to load before anybody calls.
 */
export async function openVenue(faults: unknown): Promise<OpenVenue> {
  const flags = ['--market', 'quiet', '--symbols', 'BTCUSDT,ETHUSDT', '--limits', 'off']
  const { user, signer } = { user: testKeys.master.address, signer: testKeys.agent.address }
  const accounts = ['--account', `v1:${v1.apiKey}:${v1.apiSecret}:10000`, '--account', `v3:${user}:${signer}:10000`]
  const child = spawn(process.execPath, [program, ...flags, ...accounts], { stdio: ['ignore', 'pipe', 'pipe'] })
  const { rest: restUrl, ws: wsUrl } = await readReadyLine(child)
  if (faults !== undefined) await post(`${restUrl}/simulator/faults`, faults)
  return {
    restUrl,
    wsUrl,
    v1,
    v3: { user, signer, signerKey: testKeys.agent.privateKey, userKey: testKeys.master.privateKey },
    readState: async () => (await fetch(`${restUrl}/simulator/state`)).json(),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function readReadyLine(child: ChildProcess): Promise<{ rest: string; ws: string }> {
  let out = ''
  let err = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text))
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
  while (!out.includes('\n')) {
    if (child.exitCode !== null) throw new Error(`the paper exchange ended with ${child.exitCode}: ${err}`)
    await Promise.race([child.stdout === null ? undefined : once(child.stdout, 'data'), once(child, 'close')])
  }
  return z.object({ ready: z.literal(true), rest: z.string(), ws: z.string() }).parse(JSON.parse(out))
}

async function post(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
}
