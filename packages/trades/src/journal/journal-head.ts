import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/**
 * Remembers beside the journal how far it was written. The database repairs a torn end by leaving it out, without a word;
 * the head tells whether anything that was promised went with it.
 */
export interface JournalHead {
  write(sequence: number): void
  close(): void
}

const digits = 20

export const headPath = (path: string): string => `${path}-head`

export function openJournalHead(path: string): JournalHead {
  if (!existsSync(headPath(path))) {
    writeFileSync(`${headPath(path)}-new`, formatHead(0), { mode: 0o600 })
    renameSync(`${headPath(path)}-new`, headPath(path))
  }
  const handle = openSync(headPath(path), 'r+')
  return {
    write(sequence) {
      writeSync(handle, formatHead(sequence), 0)
    },
    close: () => closeSync(handle),
  }
}

/** The sequence of the last entry that was written, or undefined when that cannot be read. */
export function readJournalHead(path: string): number | undefined {
  try {
    const text = readFileSync(headPath(path), 'utf8')
    const sequence = Number(text.slice(0, digits))
    return Number.isSafeInteger(sequence) && text === formatHead(sequence) ? sequence : undefined
  } catch {
    return undefined
  }
}

const formatHead = (sequence: number): string => {
  const text = String(sequence).padStart(digits, '0')
  return `${text} ${crc32(text).toString(16).padStart(8, '0')}\n`
}
