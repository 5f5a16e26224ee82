import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { defineSettings } from '../settings/define-settings.ts'
import { setting, switchSetting } from '../settings/setting.ts'
import { wholeNumber } from '../settings/text-schemas.ts'
import { createTestHost } from '../testing/create-test-host.ts'
import { runProgram } from './run-program.ts'

describe('a program with --json', () => {
  it('gives a reader of --json a document also when it fails, and people the same in words', async () => {
    const withJson = defineSettings({
      program: 'example',
      summary: 'An example.',
      examples: [],
      fields: {
        port: setting(wholeNumber(), { description: 'Port.', default: 0 }),
        json: switchSetting({ description: 'JSON.' }),
      },
    })
    const runJson = async (argv: string[], main: () => Promise<number>) => {
      const test = createTestHost({ argv })
      await runProgram({ settings: withJson, main }, test.host, createVirtualClock())
      return { ...test.written, code: test.state.exitCode }
    }
    const wrong = await runJson(['--port', 'x', '--json'], () => Promise.resolve(0))
    const message = '--port: port must be a whole number, got "x"'
    expect(JSON.parse(wrong.stdout)).toEqual({ error: 'SettingsError', message })
    expect(wrong).toMatchObject({ stderr: `${message}\n`, code: 2 })
    const failed = await runJson(['--json'], () => Promise.reject(new TypeError('no such thing')))
    expect(JSON.parse(failed.stdout)).toEqual({ error: 'TypeError', message: 'no such thing' })
    expect(failed.code).toBe(1)
    expect((await runJson(['--port', 'x'], () => Promise.resolve(0))).stdout).toBe('')
  })
})
