import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterEach, describe, expect, it } from 'vitest'

import { openDataFolder } from './data-folder.ts'

const folders: string[] = []
const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'data-folder-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const bytes = (text: string): Uint8Array => Buffer.from(text)
const texts = (list: readonly Uint8Array[] | undefined) => list?.map((batch) => Buffer.from(batch).toString())

describe('a data folder', () => {
  it('gives back what was written, in order, and a snapshot takes the place of what was before it', () => {
    const folder = join(makeFolder(), 'deep', 'down')
    const first = openDataFolder(folder)
    expect(first.load()).toBeUndefined()
    first.append(bytes('one'))
    first.replace(bytes('picture'))
    first.append(bytes('two'))
    first.append(bytes('three'))
    first.close()
    const second = openDataFolder(folder)
    const kept = second.load()
    expect(texts(kept?.batches)).toEqual(['two', 'three'])
    expect(Buffer.from(kept?.snapshot ?? []).toString()).toBe('picture')
    second.close()
  })

  it('is for one process at a time', () => {
    const folder = makeFolder()
    const first = openDataFolder(folder)
    expect(() => openDataFolder(folder)).toThrow('is in use by another process')
    first.close()
    openDataFolder(folder).close()
  })

  it('keeps every whole batch of a log that was torn at any place', () => {
    const folder = makeFolder()
    const store = openDataFolder(folder)
    for (let index = 0; index < 6; index++) store.append(bytes(`batch ${index} ${'x'.repeat(300)}`))
    const log = join(folder, 'exchange.sqlite-wal')
    const size = statSync(log).size
    expect(size).toBeGreaterThan(20_000)
    let fewest = 6
    for (let cut = 0; cut <= size; cut += 1_021) {
      const torn = makeFolder()
      copyFileSync(join(folder, 'exchange.sqlite'), join(torn, 'exchange.sqlite'))
      copyFileSync(log, join(torn, 'exchange.sqlite-wal'))
      truncateSync(join(torn, 'exchange.sqlite-wal'), size - cut)
      const again = openDataFolder(torn)
      const kept = texts(again.load()?.batches) ?? []
      expect(kept.map((text) => text.slice(0, 7))).toEqual(Array.from(kept, (_, index) => `batch ${index}`))
      expect(kept.length).toBeLessThanOrEqual(fewest)
      fewest = kept.length
      again.append(bytes('goes on'))
      again.close()
    }
    expect(fewest).toBe(0)
    store.close()
  })

  it('refuses what a later version wrote, foreign files and damage', () => {
    const later = makeFolder()
    openDataFolder(later).close()
    const database = new DatabaseSync(join(later, 'exchange.sqlite'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => openDataFolder(later)).toThrow('later version (form 99')

    const foreign = makeFolder()
    const other = new DatabaseSync(join(foreign, 'exchange.sqlite'))
    other.exec('CREATE TABLE notes (text TEXT)')
    other.close()
    expect(() => openDataFolder(foreign)).toThrow('another program')

    const text = makeFolder()
    writeFileSync(join(text, 'exchange.sqlite'), 'this is no database, though it is long enough to be one\n'.repeat(80))
    expect(() => openDataFolder(text)).toThrow('no database')

    const damaged = makeFolder()
    const store = openDataFolder(damaged)
    store.append(bytes('y'.repeat(20_000)))
    store.close()
    const file = join(damaged, 'exchange.sqlite')
    const content = readFileSync(file)
    content.writeUInt8(0x7a, content.lastIndexOf('y'))
    writeFileSync(file, content)
    expect(() => openDataFolder(damaged).load()).toThrow('is damaged')
  })
})
