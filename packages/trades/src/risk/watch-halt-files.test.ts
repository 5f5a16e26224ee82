import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { beginTrade, expectCleanEnd } from '../testing/begin-trade.ts'
import { openScene, type Scene } from '../testing/open-scene.ts'
import type { RiskOptions } from './create-account-risk.ts'
import { clearResume, readHaltAnswers, writeHaltFile, writeResume } from './halt-file.ts'
import { createMemoryRiskStore } from './risk-state.ts'

let folder = ''
let shared = ''
let own = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aster-halt-'))
  shared = join(folder, '.aster/halt')
  own = join(folder, 'data/HALT')
  mkdirSync(join(folder, 'data'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function inScene(play: (scene: Scene) => Promise<void>, risk: RiskOptions = {}): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, { account: { risk: { haltFile: [shared, own], ...risk } } })
  await play(scene)
}

const entry = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '95000',
} as const
const answersAt = (path: string) =>
  readHaltAnswers(path).map(({ account, state, reason }) => ({ account, state, reason }))
/** Gives the order as `aster resume` does. */
const resume = (scene: Scene, path = shared) => writeResume(path, { atMs: scene.clock.now(), reason: 'looked at it' })

describe('a halt file', () => {
  it.each(['shared', 'own'] as const)('stops entries within a quarter of a second, %s, and is answered', (which) =>
    inScene(async (scene) => {
      const path = which === 'shared' ? shared : own
      const order = await scene.run(scene.account.orders.place(entry))
      writeHaltFile(path, 'enough')
      await scene.advance(250)
      await expect(scene.run(scene.account.orders.place(entry))).rejects.toThrow(`file ${path}: enough`)
      await scene.advance(100)
      expect(scene.account.orders.get(order.clientOrderId)?.state).toBe('canceled')
      expect(answersAt(path)).toEqual([{ account: 'test', state: 'halted', reason: `file ${path}: enough` }])
    }),
  )

  it('is answered once, and again when it is put down again', () =>
    inScene(async (scene) => {
      writeHaltFile(shared, 'first')
      await scene.advance(2_000)
      expect(answersAt(shared)).toHaveLength(1)
      writeHaltFile(shared, 'second')
      await scene.advance(2_000)
      // who was halted already says why it has been
      expect(answersAt(shared)).toEqual([{ account: 'test', state: 'halted', reason: `file ${shared}: first` }])
    }))

  it('does not resume when it is taken away', () =>
    inScene(async (scene) => {
      writeHaltFile(shared, 'enough')
      await scene.advance(250)
      rmSync(shared)
      await scene.advance(5_000)
      expect(scene.account.risk.state).toBe('halted')
    }))

  it('halts where it cannot be read, and stays without an answer where nothing can be written', () =>
    inScene(async (scene) => {
      mkdirSync(shared, { recursive: true })
      mkdirSync(`${shared}-seen`)
      await scene.advance(250)
      expect(scene.account.risk).toMatchObject({ state: 'halted', reason: `file ${shared}: unreadable (EISDIR)` })
    }))

  it('halts where a pipe lies, and nobody waits for its other end', () =>
    inScene(async (scene) => {
      mkdirSync(join(folder, '.aster'))
      execFileSync('bash', ['-c', 'mkfifo "$0" "$0-resume" "$0-seen"', shared])
      await scene.advance(250)
      expect(scene.account.risk).toMatchObject({ state: 'halted', reason: `file ${shared}: unreadable (no file)` })
      rmSync(shared)
      // neither the resume nor the answers hold it up
      await scene.advance(1_000)
      expect(scene.account.risk.state).toBe('halted')
    }))

  it('halts where a link lies that leads nowhere', () =>
    inScene(async (scene) => {
      mkdirSync(join(folder, '.aster'))
      symlinkSync(join(folder, 'nowhere'), shared)
      await scene.advance(250)
      expect(scene.account.risk).toMatchObject({ state: 'halted', reason: `file ${shared}: unreadable (ENOENT)` })
    }))

  it('gives a reason of one line that a terminal does not obey, whatever was written into it', () =>
    inScene(async (scene) => {
      mkdirSync(join(folder, '.aster'))
      writeFileSync(shared, `\u001B[2Jclear\u0000\nand\u202E more ${'x'.repeat(1_000_000)}`)
      await scene.advance(250)
      const { reason } = scene.account.risk
      expect(reason).toContain(`file ${shared}: [2Jclear and  more xxx`)
      expect(reason).toHaveLength(`file ${shared}: `.length + 300)
      expect(answersAt(shared)).toEqual([{ account: 'test', state: 'halted', reason: `${reason.slice(0, 299)}…` }])
    }))

  it('goes on being watched when the halt cannot be written down', async () => {
    const memory = createMemoryRiskStore()
    let isFull = true
    const store = {
      ...memory,
      async writeLatch(latch: Parameters<typeof memory.writeLatch>[0]) {
        await memory.writeLatch(latch)
        if (isFull) throw new Error('disk full')
      },
    }
    await inScene(
      async (scene) => {
        writeHaltFile(shared, 'enough')
        await scene.advance(250)
        expect(scene.account.risk.state).toBe('halted')
        expect(scene.events).toContainEqual(expect.objectContaining({ type: 'incident', what: 'latchNotWritten' }))
        isFull = false
        await scene.advance(250)
        resume(scene)
        await scene.advance(250)
        expect(scene.account.risk.state).toBe('active')
      },
      { store },
    )
  })
})

describe('a resume', () => {
  it('lets an account go on that the file has stopped, and says so', () =>
    inScene(async (scene) => {
      writeHaltFile(shared, 'enough')
      await scene.advance(250)
      resume(scene)
      await scene.advance(250)
      expect(scene.account.risk.state).toBe('active')
      expect(answersAt(shared)).toEqual([{ account: 'test', state: 'active', reason: '' }])
      expect((await scene.run(scene.account.orders.place(entry))).state).toBe('open')
    }))

  it('reaches an account that was halted before a restart', async () => {
    const store = createMemoryRiskStore()
    await inScene(
      async (scene) => {
        writeHaltFile(shared, 'enough')
        await scene.advance(250)
        rmSync(shared)
      },
      { store },
    )
    await inScene(
      async (scene) => {
        await scene.advance(1_000)
        expect(scene.account.risk.state).toBe('halted')
        resume(scene)
        await scene.advance(250)
        expect(scene.account.risk.state).toBe('active')
      },
      { store },
    )
  })

  it('takes off no halt that came from elsewhere', () =>
    inScene(async (scene) => {
      await scene.run(scene.account.risk.halt('console'))
      writeHaltFile(shared, 'enough')
      await scene.advance(250)
      resume(scene)
      await scene.advance(250)
      expect(scene.account.risk).toMatchObject({ state: 'halted', reason: 'console' })
      expect(answersAt(shared)).toEqual([{ account: 'test', state: 'halted', reason: 'console' }])
    }))

  it('takes off no halt of another file, nor one of its own while another file lies there', () =>
    inScene(async (scene) => {
      writeHaltFile(own, 'mine')
      await scene.advance(250)
      resume(scene)
      await scene.advance(250)
      expect(answersAt(shared)).toMatchObject([{ state: 'halted', reason: `not resumed: ${own} lies there` }])
      clearResume(shared)
      rmSync(own)
      resume(scene, shared)
      await scene.advance(250)
      expect(scene.account.risk).toMatchObject({ state: 'halted', reason: `file ${own}: mine` })
      resume(scene, own)
      await scene.advance(250)
      expect(scene.account.risk.state).toBe('active')
    }))

  it('that was left lying does not take off a later halt', () =>
    inScene(async (scene) => {
      resume(scene)
      await scene.advance(1_000)
      // `touch` knows nothing of what else lies there
      writeFileSync(shared, '')
      await scene.advance(250)
      rmSync(shared)
      await scene.advance(5_000)
      expect(scene.account.risk.state).toBe('halted')
    }))

  it('does not hide a loss: beyond a limit the account stays halted, and within it losses are counted on', () =>
    inScene(
      async (scene) => {
        const { trade } = beginTrade(scene, { quantity: '0.2', stop: { percent: 5 } })
        await scene.advance(2_000)
        writeHaltFile(shared, 'enough')
        await scene.advance(250)
        scene.market.moveBy(-0.8)
        await scene.advance(2_000)
        resume(scene)
        await scene.advance(250)
        expect(scene.account.risk.state).toBe('halted')
        expect(answersAt(shared)).toMatchObject([
          { state: 'halted', reason: expect.stringMatching(/^not resumed: .*% lost since 00:00 UTC/) },
        ])
        clearResume(shared)
        scene.market.moveBy(0.5)
        await scene.advance(2_000)
        resume(scene)
        await scene.advance(250)
        expect(scene.account.risk.state).toBe('active')
        // 1 % of the day's first equity, not of what was left at the resume
        scene.market.moveBy(-0.5)
        await scene.advance(3_000)
        expect(scene.account.risk.state).toBe('reducing')
        expectCleanEnd(scene, await scene.run(trade.close()))
      },
      { limits: { maxDailyLossPercent: 1, maxDrawdownPercent: 50 } },
    ))
})
