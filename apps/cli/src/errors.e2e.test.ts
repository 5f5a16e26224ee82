import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { watch } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createRunner } from './testing/run-programs.ts'

let folder = ''
const runner = createRunner(() => folder)
const aster = (...words: readonly string[]) => runner.aster(...words)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aster-errors-'))
  mkdirSync(join(folder, 'dir'))
  writeFileSync(join(folder, 'text'), 'this is no journal\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

const desk = ['--mode', 'live', '--account', 'desk'] as const

describe('an error of aster', () => {
  it.each<readonly [what: string, words: readonly string[], said: RegExp]>([
    ['no command', [], /must begin with a command/],
    ['an unknown flag', ['positions', '--bogus'], /unknown flag/],
    ['an address that is none', ['positions', '--url', 'foo'], /url must be an http or https address/],
    ['a folder without a program', ['positions', '--state', 'nope'], /has no connection\.json/],
    ['too many days', ['volume', '--days', '1e3', '--url', 'http://127.0.0.1:1'], /days must be above 0/],
    ['a bundle that cannot be written', ['support-bundle', '--output', 'dir'], /output cannot be written: EISDIR/],
    ['a feed that is a folder', ['support-bundle', '--feed', 'dir'], /feed cannot be read: EISDIR/],
    ['a journal that is none', ['explain', 'x', '--journal', 'text'], /journal cannot be read/],
    ['a journal that is not there', ['explain', '--journal', 'nowhere'], /journal cannot be read/],
    ['a halt file that is a folder', ['halt', '--halt-file', 'dir'], /haltFile cannot be written/],
    ['no key', ['balances', '--url', 'http://127.0.0.1:1'], /ASTER_PRIVATE_KEY/],
  ])(
    'of the input has exit code 2 and is one JSON document where that was asked for: %s',
    async (_what, words, said) => {
      const { code, stdout, stderr } = await aster(...words, '--json')
      const document = JSON.parse(stdout) as { error: string; message: string }
      expect(document).toEqual({ error: expect.any(String), message: expect.stringMatching(said) })
      expect(stderr).toMatch(said)
      expect(stderr).not.toMatch(/\n {4}at /)
      expect(code).toBe(2)
    },
  )

  it.each([
    ['http://127.0.0.1:1', [], /must be an https address of mainnet/],
    ['https://fapi.asterdex.com.evil.example', [], /must be an https address of mainnet/],
    ['https://fapi.asterdex.com@evil.example', [], /must be an https address of mainnet/],
    ['http://fapi.asterdex.com', [], /must be an https address of mainnet/],
    ['https://fapi.asterdex-testnet.com', [], /belongs to testnet, and the network is mainnet/],
    ['https://fapi.asterdex.com', ['--network', 'testnet'], /belongs to mainnet, and the network is testnet/],
  ])('keeps the keys of a live account from %s', async (url, more, said) => {
    const { code, stderr } = await aster('balances', ...desk, '--url', url, ...more)
    expect(stderr).toMatch(said)
    expect(code).toBe(2)
  })

  it('keeps a paper command from the exchange, however its host is written', async () => {
    for (const host of ['fapi.asterdex.com.', 'FAPI.asterdex.com', 'asterdex.com', 'asterdex-testnet.com']) {
      const { code, stderr } = await aster('flatten', '--all', '--url', `https://${host}`)
      expect(stderr).toMatch(/url belongs to (main|test)net, and the network is paper/)
      expect(code).toBe(2)
    }
  })
})

describe('halt and resume at the same time', () => {
  /** Runs a command and does something as soon as a file of this name is put down. */
  async function amid(words: readonly string[], name: string, act: () => void) {
    const looking = new AbortController()
    const changes = watch(folder, { signal: looking.signal })
    const acting = (async () => {
      for await (const { filename } of changes) {
        if (filename !== name) continue
        act()
        return
      }
    })()
    const outcome = await aster(...words, '--halt-file', 'stop')
    await acting
    looking.abort()
    return outcome
  }

  it('say at their end what is so, and not what they wanted', async () => {
    const gone = await amid(['halt'], 'stop', () => rmSync(join(folder, 'stop')))
    expect(gone).toMatchObject({ code: 1, stdout: expect.stringContaining('stop is gone') })
    const back = await amid(['resume', '--json'], 'stop-resume', () => writeFileSync(join(folder, 'stop'), ''))
    expect(back.code).toBe(1)
    expect(JSON.parse(back.stdout)).toMatchObject({ halted: true })
  })
})
