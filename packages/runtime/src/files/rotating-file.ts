import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

import type { Clock, Timer } from '@aster/core'

import { makeFolder } from './make-folder.ts'

export interface RotatingFileOptions {
  readonly path: string
  readonly clock: Pick<Clock, 'schedule'>
  /** Size at which the file is put aside and a new one begun; 16 MiB by default. */
  readonly maxBytes?: number | undefined
  /** Files kept besides the running one, `<path>.1` the youngest; 4 by default. */
  readonly keepFiles?: number | undefined
  /** The longest that a line waits in memory; 200 ms by default. */
  readonly flushEveryMs?: number | undefined
  /** Called once when writing begins to fail, and once when it works again. */
  readonly onTrouble?: ((trouble: { readonly failing: boolean; readonly detail: string }) => void) | undefined
}

export interface RotatingFile {
  /** Keeps a line, or what makes one, for the next flush. Never throws. */
  write(line: string | (() => string)): void
  /** Lines that could not be written, because the disk was full for instance, and were given up. */
  readonly lostLines: number
  flush(): void
  close(): void
}

/** More than this in memory, while the disk refuses: the oldest go. */
const mostWaiting = 10_000

/**
 * Lines into a file of bounded size. Writing costs the caller an array push; the disk is touched a few times a second.
 * What cannot be written is kept for a while and tried again: a full disk stops no trading.
 *
 * @throws {Error} The file cannot be opened at all (`EACCES`, `EROFS`).
 */
export function openRotatingFile(options: RotatingFileOptions): RotatingFile {
  const { path, clock, maxBytes = 16 * 1024 * 1024, keepFiles = 4, flushEveryMs = 200, onTrouble } = options
  makeFolder(dirname(path))
  /** Undefined after a rotation that failed half way: the number of a closed file may be somebody else's by then. */
  let file: number | undefined = openSync(path, 'a+', 0o600)
  let size = endTornLine(file)
  let waiting: (string | (() => string))[] = []
  let timer: Timer | undefined
  let lostLines = 0
  let isFailing = false

  const rotate = (): void => {
    if (file !== undefined) closeSync(file)
    file = undefined
    rmSync(`${path}.${keepFiles}`, { force: true })
    for (let index = keepFiles - 1; index >= 0; index -= 1) {
      const from = index === 0 ? path : `${path}.${index}`
      if (existsSync(from)) renameSync(from, `${path}.${index + 1}`)
    }
  }

  const reopen = (): number => {
    const opened = openSync(path, 'a+', 0o600)
    size = endTornLine(opened)
    return opened
  }

  /** All or nothing: a disk that fills up in the middle of a line leaves no half of it. */
  const append = (opened: number, bytes: Buffer): void => {
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(opened, bytes, written)
      size += bytes.length
    } catch (error) {
      if (fstatSync(opened).isFile()) ftruncateSync(opened, size)
      throw error
    }
  }

  const tell = (failing: boolean, detail: string): void => {
    if (failing === isFailing) return
    isFailing = failing
    onTrouble?.({ failing, detail })
  }

  const flush = (): void => {
    timer?.cancel()
    timer = undefined
    if (waiting.length === 0) return
    const lines = waiting
    waiting = []
    try {
      if (size >= maxBytes && keepFiles > 0) rotate()
      const texts = lines.map((line) => (typeof line === 'string' ? line : line()))
      file ??= reopen()
      append(file, Buffer.from(`${texts.join('\n')}\n`))
      tell(false, `${path} can be written again`)
    } catch (error) {
      waiting = [...lines, ...waiting]
      const excess = Math.max(0, waiting.length - mostWaiting)
      waiting.splice(0, excess)
      lostLines += excess
      tell(true, `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
      arm()
    }
  }

  const arm = (): void => {
    timer ??= clock.schedule(flushEveryMs, flush)
  }

  return {
    write(line) {
      waiting.push(line)
      arm()
    },
    get lostLines() {
      return lostLines
    },
    flush,
    close() {
      flush()
      timer?.cancel()
      timer = undefined
      lostLines += waiting.length
      waiting = []
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** A program that was killed may have left half a line: the next one begins on a line of its own. Gives the size. */
function endTornLine(file: number): number {
  const { size } = fstatSync(file)
  const last = Buffer.alloc(1)
  if (size === 0 || readSync(file, last, 0, 1, size - 1) === 0 || last.toString() === '\n') return size
  return size + writeSync(file, '\n')
}
