import { describe, expect, it } from 'vitest'

import { createEnding } from './create-ending.ts'

function setUp(isTerminal: boolean) {
  const happened: string[] = []
  const stderr = {
    write: (text: string) => void happened.push(text),
    isTerminal,
    columns: 80,
    rows: 24,
    onResize: () => () => {},
    flush: async () => {},
  }
  return { happened, ending: createEnding({ stderr, exit: (code) => void happened.push(`exit ${code}`) }) }
}

describe('createEnding', () => {
  it('keeps what it has to say until nothing draws on the terminal any more', () => {
    const { happened, ending } = setUp(true)
    ending.atExit(() => happened.push('restored'))
    ending.report('trouble')
    expect(happened).toEqual([])
    ending.exit(1)
    expect(happened).toEqual(['restored', 'trouble\n', 'exit 1'])
  })

  it('says it at once where nothing draws', () => {
    const { happened, ending } = setUp(false)
    ending.atExit(() => {})
    ending.report('trouble')
    expect(happened).toEqual(['trouble\n'])
  })

  it('leaves and exits once', () => {
    const { happened, ending } = setUp(true)
    ending.atExit(() => happened.push('restored'))
    ending.leave()
    ending.exit(0)
    ending.exit(1)
    expect(happened).toEqual(['restored', 'exit 0'])
  })
})
