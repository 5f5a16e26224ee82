import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { acquireSignerLock, SignerInUseError } from './acquire-signer-lock.ts'

const address = '0x21cF8Ae13Bb72632562c6Fff438652Ba1a151bb0'
const moduleUrl = new URL('./acquire-signer-lock.ts', import.meta.url).href
let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aster-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('acquireSignerLock between processes', () => {
  it('holds against another process until that one is killed', async () => {
    const program = `
      import { acquireSignerLock } from ${JSON.stringify(moduleUrl)}
      globalThis.lock = acquireSignerLock({ directory: ${JSON.stringify(directory)}, address: '${address}', label: 'other' })
      process.stdout.write('held')
      process.stdin.resume()
    `
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    expect(() => acquireSignerLock({ directory, address, label: 'ours' })).toThrow(SignerInUseError)
    expect(() => acquireSignerLock({ directory, address, label: 'ours' })).toThrow(`other (process ${child.pid})`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    acquireSignerLock({ directory, address, label: 'ours' })[Symbol.dispose]()
  })

  it('holds although nobody keeps what it returned', async () => {
    const program = `
      import { acquireSignerLock } from ${JSON.stringify(moduleUrl)}
      const options = { directory: ${JSON.stringify(directory)}, address: '${address}', label: 'this' }
      acquireSignerLock(options)
      await globalThis.gc({ execution: 'async' })
      try {
        acquireSignerLock(options)
        process.stdout.write('free')
      } catch (error) {
        process.stdout.write(error.name)
      }
    `
    const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [answer] = (await once(child.stdout, 'data')) as [Buffer]
    expect(answer.toString()).toBe('SignerInUseError')
    await once(child, 'exit')
  })
})
