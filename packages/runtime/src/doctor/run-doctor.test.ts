import { describe, expect, it } from 'vitest'

import { type Check, renderOutcome, runDoctor } from './run-doctor.ts'

const check = (name: string, level: 'fine' | 'warning' | 'failed', hint?: string): Check => ({
  name,
  run: () => Promise.resolve({ name, ok: level !== 'failed', level, detail: `${name} says so`, hint }),
})

describe('the doctor', () => {
  it('is content with warnings and not with failures', async () => {
    expect(await runDoctor([check('a', 'fine'), check('b', 'warning')])).toMatchObject({ ok: true })
    expect(await runDoctor([check('a', 'failed'), check('b', 'fine')])).toMatchObject({ ok: false })
  })

  it('goes on after a check that throws', async () => {
    const broken: Check = { name: 'broken', run: () => Promise.reject(new Error('no route')) }
    const told: string[] = []
    const report = await runDoctor([broken, check('b', 'fine')], { onOutcome: ({ name }) => told.push(name) })
    expect(report.checks[0]).toMatchObject({ level: 'failed', detail: 'no route' })
    expect(told).toEqual(['broken', 'b'])
  })

  it('shows what to do', () => {
    expect(renderOutcome({ name: 'clock', ok: false, level: 'failed', detail: '7 s off', hint: 'set it' })).toBe(
      'FAIL  clock               7 s off\n      → set it\n',
    )
  })
})
