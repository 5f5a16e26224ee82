import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { describe, expect, it } from 'vitest'

import { startServer } from './testing/start-server.ts'

/** Another program that has the file of the server open. */
const openBeside = (folder: string, file: string) => new DatabaseSync(join(folder, file))

/** While it holds, the end of no signal can be written down. */
const refuseEnds = `create trigger broken before update on signals when new.status in ('done', 'refused', 'failed')
  begin select raise(abort, 'the disk is broken'); end`

describe('a disk that takes nothing', () => {
  it('answers alerts with 503 and the code for storage, and carries nothing out', async () => {
    await using server = await startServer()
    using beside = openBeside(server.folder, 'signals.db')
    beside.exec(`create trigger broken before insert on signals begin select raise(abort, 'the disk is broken'); end`)
    const answer = await server.alert({ action: 'buy', quantity: '0.01' })
    expect([answer.status, answer.json['code']]).toEqual([503, 'STORAGE'])
    expect(await server.marketOrders()).toBe(0)
    beside.exec('drop trigger broken')
    // it was not taken in, so the sender may say it again
    expect(await server.alert({ action: 'buy', quantity: '0.01' })).toMatchObject({ status: 200 })
  })

  it('keeps neither the reason of a refusal from its sender, nor anybody else waiting', async () => {
    await using server = await startServer()
    using beside = openBeside(server.folder, 'refusals.db')
    beside.exec('begin immediate')
    const answer = await server.alert({ action: 'dance' })
    beside.exec('rollback')
    expect([answer.status, answer.json['code']]).toEqual([400, 'VALIDATION_ERROR'])
    expect(Number(answer.header('x-process-time'))).toBeLessThan(1)
    expect(server.lines.join('\n')).toContain('a refusal could not be written down')
  })
})

describe('a signal whose end could not be written down', () => {
  it('is not carried out again at the next start, over what came after it', async () => {
    const first = await startServer()
    await first.alert({ action: 'buy', quantity: '0.01' })
    const beside = openBeside(first.folder, 'signals.db')
    beside.exec(refuseEnds)
    await first.alert({ action: 'close' })
    expect(await first.positions()).toEqual([])
    beside.exec('drop trigger broken')
    beside.close()
    expect(await first.alert({ action: 'buy', quantity: '0.02' })).toMatchObject({ status: 200 })
    await first.stop()
    const { exchange, folder, key } = first
    await using second = await startServer({ exchange, folder, key })
    expect(second.runner.resume()).toBe(0)
    expect(await second.positions()).toEqual(['BTCUSDT 0.02'])
  })

  it('lets exits pass meanwhile, and nothing that opens', async () => {
    await using server = await startServer()
    await server.alert({ action: 'buy', quantity: '0.01' })
    using beside = openBeside(server.folder, 'signals.db')
    beside.exec(refuseEnds)
    await server.alert({ action: 'decrease', quantity: '0.005' })
    // the answer of neither is its outcome: that is not on the disk
    await server.alert({ action: 'increase', quantity: '0.01' })
    expect(await server.positions()).toEqual(['BTCUSDT 0.005'])
    await server.alert({ action: 'close' })
    expect(await server.positions()).toEqual([])
    beside.exec('drop trigger broken')
    await server.alert({ action: 'close', id: 'the next one' })
    expect(server.store.list({ limit: 10 }).map(({ status }) => status)).not.toContain('executing')
  })

  it('does not keep a close that was taken in from being carried out', async () => {
    await using server = await startServer()
    await server.alert({ action: 'buy', quantity: '0.01' })
    using beside = openBeside(server.folder, 'signals.db')
    beside.exec(`create trigger broken before update on signals begin select raise(abort, 'the disk is broken'); end`)
    await server.alert({ action: 'close' })
    expect(await server.positions()).toEqual([])
  })
})
