import { describe, expect, it } from 'vitest'

import type { Row } from '../benchmark.ts'
import { renderTable } from './render-table.ts'

const row: Row = {
  name: 'auth.sign-v3.vs-ethers',
  ours: 40,
  peer: 360,
  peerName: 'ethers',
  ratio: 9,
  unit: 'µs',
  better: 'lower',
  target: 8,
  ok: true,
  engine: 'native',
}

describe('renderTable', () => {
  it('sets compared and lone rows under one heading', () => {
    const alone: Row = {
      ...row,
      name: 'ws.load',
      ours: 6,
      peer: null,
      peerName: null,
      ratio: null,
      unit: 'ms',
      target: 5,
      ok: false,
      engine: null,
    }
    expect(renderTable([row, alone]).split('\n')).toEqual([
      'row                     ours   peer    ratio  target         engine  compared with',
      'auth.sign-v3.vs-ethers  40 µs  360 µs  9x     8x      ok     native  ethers',
      'ws.load                 6 ms                  5 ms    short',
      '',
    ])
  })
})
