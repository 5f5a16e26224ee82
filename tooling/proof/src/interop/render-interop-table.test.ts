import { describe, expect, it } from 'vitest'

import { renderInteropTable } from './render-interop-table.ts'

describe('renderInteropTable', () => {
  it('counts what passed, and says once why several steps are missing', () => {
    const table = renderInteropTable([
      {
        client: 'some-client',
        version: '1.2.3',
        speaks: 'V1',
        results: [
          { name: 'limit', outcome: 'passed', reason: '' },
          { name: 'stop', outcome: 'cannot', reason: 'it has no stops' },
          { name: 'trailing', outcome: 'cannot', reason: 'it has no stops' },
          { name: 'batch', outcome: 'missed', reason: '-1102' },
        ],
      },
    ])
    expect(table.split('\n').at(-1)).toBe(
      '| some-client | 1.2.3 | V1 | 1 of 4 | stop, trailing: it has no stops; batch: MISSED: -1102 |',
    )
  })
})
