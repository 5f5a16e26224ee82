import { createWriteStream } from 'node:fs'

/** A file that is written line by line. */
export interface LineFile extends AsyncDisposable {
  write(line: string): void
}

export function openLineFile(path: string): LineFile {
  const stream = createWriteStream(path)
  return {
    write: (line) => void stream.write(`${line}\n`),
    [Symbol.asyncDispose]: () => new Promise((resolve) => stream.end(resolve)),
  }
}
