import { randomBytes } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { listAvailableEngines } from '../testdata/list-available-engines.ts'
import { keccak256, keccak256Js, loadFastKeccak, readKeccakName } from './keccak.ts'
import { listEngines, selectEngine, warmUpEngine } from './select-engine.ts'

describe('selectEngine', () => {
  it('gives the engine that is asked for', () => {
    const names = listAvailableEngines()
    expect(names.map((name) => selectEngine(name).name)).toEqual(names)
    expect(names).toEqual(expect.arrayContaining(['wasm', 'js']))
  })

  it('takes the fastest that loads', () => {
    const fastest = listEngines().find(({ available }) => available)
    expect(selectEngine().name).toBe(fastest?.name)
  })

  it('has the native engine on Linux x64', () => {
    const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64'
    expect(listEngines().find(({ name }) => name === 'native')?.available || !isLinuxX64).toBe(true)
  })

  it('says which engine is warm', async () => {
    expect(await warmUpEngine('js')).toBe('js')
    expect(await warmUpEngine()).toBe(selectEngine().name)
  })
})

describe.each(listAvailableEngines())('the %s engine', (name) => {
  const engine = selectEngine(name)
  const digest = new Uint8Array(32).fill(7)

  it.each([
    ['zero', new Uint8Array(32)],
    ['beyond the order of the curve', new Uint8Array(32).fill(255)],
  ])('refuses a key that is %s', (_, key) => {
    expect(() => engine.computePublicKey(key)).toThrow(/private|scalar|range/i)
    expect(() => engine.sign(digest, key, new Uint8Array(64))).toThrow(/private|scalar|range/i)
  })

  it('recovers nobody from a signature that no key can have made', () => {
    expect(engine.recover(digest, new Uint8Array(64), 0)).toBeUndefined()
    expect(engine.recover(digest, new Uint8Array(64).fill(255), 1)).toBeUndefined()
  })
})

describe('keccak256', () => {
  it('is the same by WebAssembly and in JavaScript, at every length around its block and buffer sizes', async () => {
    expect(await loadFastKeccak()).toBe(true)
    expect(readKeccakName()).toBe('hash-wasm')
    for (const length of [0, 1, 32, 64, 66, 135, 136, 137, 271, 272, 273, 16_383, 16_384, 16_385, 50_000]) {
      const bytes = new Uint8Array(randomBytes(length))
      expect(keccak256(bytes)).toEqual(new Uint8Array(keccak256Js(bytes)))
    }
  })
})
