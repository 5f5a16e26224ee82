import { describe, expect, it } from 'vitest'

import { describeProblem } from './describe-problem.ts'
import { NotWrittenError } from './not-written-error.ts'

describe('what cannot be written down', () => {
  it.each([
    new NotWrittenError('database or disk is full'),
    Object.assign(new Error('database or disk is full'), { errcode: 13 }),
    Object.assign(new Error('disk I/O error'), { errcode: 778 }),
    Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }),
  ])('is a trouble of the disk, and says so: $message', (error) => {
    expect(describeProblem(error)).toMatchObject({ status: 503, code: 'STORAGE' })
  })

  it('is not any fault of ours: those tell nothing of themselves', () => {
    const fault = Object.assign(new Error('no such column: secret'), { errcode: 1 })
    expect(describeProblem(fault)).toEqual({ status: 500, code: 'INTERNAL_ERROR', message: 'internal error' })
  })
})
