import { describe, expect, it } from 'vitest'

import { type ReadProcess, readLaunchers } from './read-launchers.ts'

const table = (rows: Record<number, [parentId: number, name: string]>): ReadProcess => {
  return (id) => {
    const row = rows[id]
    return row && { parentId: row[0], name: row[1] }
  }
}

const npx = {
  10: [9, 'sh'],
  9: [8, 'pnpm'],
  8: [7, 'sh'],
  7: [6, 'npm exec pnpm@1'],
  6: [5, 'bash'],
  5: [1, 'sshd'],
} satisfies Record<number, [number, string]>

describe('readLaunchers', () => {
  it('finds npx, pnpm and the shells between them, and not the shell of the person', () => {
    expect(readLaunchers(10, table(npx))).toEqual([10, 9, 8, 7])
  })

  it('changes when the topmost launcher dies and those below stay', () => {
    const { 7: _npm, 8: _shell, ...left } = npx
    expect(readLaunchers(10, table({ ...left, 9: [1, 'pnpm'] }))).toEqual([10, 9])
  })

  it('watches the parent alone where nothing can be read', () => {
    expect(readLaunchers(10, () => undefined)).toEqual([10])
  })
})
