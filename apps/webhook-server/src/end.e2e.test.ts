import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { startProcess } from './testing/start-process.ts'

it('a server that is asked to end does so in order, though somebody holds a connection and half a request', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-end-'))
  const server = await startProcess(folder)
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write('POST /webhook/tradingview HTTP/1.1\r\nhost: x\r\n')
  // its answer says that the server has seen the other one too
  await server.alert({ action: 'buy', quantity: '0.01' })
  expect(await server.stop()).toBe(0)
  expect(server.errors()).toContain('intake   alerts: done')
  socket.destroy()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)
