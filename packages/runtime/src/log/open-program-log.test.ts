import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createVirtualClock } from '@aster/core'
import { afterAll, describe, expect, it } from 'vitest'

import { createRedactor } from '../redaction/create-redactor.ts'
import { defineSettings } from '../settings/define-settings.ts'
import { parseSettings } from '../settings/parse-settings.ts'
import { logFields } from './log-settings.ts'
import { openProgramLog } from './open-program-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const definition = defineSettings({ program: 'maker', summary: 'Makes.', fields: logFields })

function open(env: Record<string, string>) {
  const settings = parseSettings(definition, { argv: [], env })
  const lines: string[] = []
  const exits: (() => void)[] = []
  const clock = createVirtualClock()
  const opened = openProgramLog({
    name: 'maker',
    values: settings.values,
    clock,
    output: { isTerminal: false, write: (line) => void lines.push(line) },
    resolvePath: (path) => join(folder, path),
    redactor: createRedactor(['hunter2hunter2']),
    atExit: (callback) => void exits.push(callback),
    refuse: settings.refuse,
  })
  return { ...opened, lines, exits, clock, close: () => opened[Symbol.dispose]() }
}

describe('the log of a program', () => {
  it.each([
    ['INFO', 3],
    ['WARNING', 2],
    ['critical', 1],
    ['silent', 0],
  ])('says at level %s what is severe enough', (level, count) => {
    const { log, lines, close } = open({ LOG_LEVEL: level })
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
    close()
    expect(lines).toHaveLength(count)
  })

  it('goes into a file that is put aside when it is full, and holds no secret', async () => {
    const { log, clock, close } = open({ ASTER_LOG_FILE: 'maker.jsonl' })
    const long = 'x'.repeat(9 * 1024 * 1024)
    for (const text of [long, 'hunter2hunter2', long, 'last']) {
      log.info(text)
      await clock.advance(1_000)
    }
    close()
    expect(readdirSync(folder).toSorted()).toEqual(['maker.jsonl', 'maker.jsonl.1'])
    const [now, before] = ['maker.jsonl', 'maker.jsonl.1'].map((name) => readFileSync(join(folder, name), 'utf8'))
    expect(before).toContain('[hidden]')
    expect(now).toContain('last')
    expect(`${before}${now}`).not.toContain('hunter2')
  })

  it('says lines a moment later, in order and with their own time; an error at once, and all when the program ends', async () => {
    const { log, lines, clock, exits, close } = open({})
    const read = () => lines.map((line) => JSON.parse(line) as { readonly msg: string; readonly time: number })
    log.info('a')
    log.child({ correlationId: 'signal-1' }).info('b')
    expect(read()).toEqual([])
    await clock.advance(20)
    expect(read().map(({ msg, time }) => [msg, time])).toEqual([
      ['a', clock.now() - 20],
      ['b', clock.now() - 20],
    ])
    log.info('c')
    log.error('d')
    expect(read().map(({ msg }) => msg)).toEqual(['a', 'b', 'c', 'd'])
    log.info('e')
    for (const exit of exits) exit()
    expect(read().at(-1)?.msg).toBe('e')
    close()
  })

  it('is refused with the setting when its file cannot be written', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => open({ ASTER_LOG_FILE: 'file/maker.jsonl' })).toThrow(/ASTER_LOG_FILE: logFile cannot be written/)
  })
})
