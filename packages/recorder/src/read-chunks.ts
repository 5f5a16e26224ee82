import { type FileHandle, open } from 'node:fs/promises'
import { createGunzip, type Gunzip } from 'node:zlib'

const chunkBytes = 64 * 1024

/** How the bytes of a file ended. */
export type ChunksEnd = 'complete' | 'truncated' | 'corrupt'

/**
 * The bytes of a file, decompressed when it is gzip (told by its first bytes, not by its name). A damaged file gives every byte
 * before the damage.
 *
 * @throws {NodeJS.ErrnoException} The file cannot be opened or read.
 */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array, ChunksEnd> {
  const file = await open(path)
  try {
    const first = await readChunk(file)
    if (first[0] === 0x1f && first[1] === 0x8b) return yield* inflate(file, first)
    for (let chunk = first; chunk.length > 0; chunk = await readChunk(file)) yield chunk
    return 'complete'
  } finally {
    await file.close()
  }
}

async function readChunk(file: FileHandle): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(new Uint8Array(chunkBytes), 0, chunkBytes)
  return buffer.subarray(0, bytesRead)
}

/**
 * Feeds the decompressor one chunk at a time and hands on what came of it. An async iterator over the decompressor would do the same
 * but loses what is buffered when the end is damaged.
 */
async function* inflate(file: FileHandle, first: Uint8Array): AsyncGenerator<Uint8Array, ChunksEnd> {
  const gunzip = createGunzip()
  let output: Uint8Array[] = []
  gunzip.on('data', (bytes: Uint8Array) => output.push(bytes))
  const failed = new Promise<NodeJS.ErrnoException>((resolve) => gunzip.once('error', resolve))
  const ended = new Promise<undefined>((resolve) => gunzip.once('end', () => resolve(undefined)))
  try {
    let chunk = first
    while (true) {
      const failure = chunk.length === 0 ? await endInput(gunzip, ended, failed) : await write(gunzip, chunk, failed)
      yield* output
      output = []
      if (failure !== undefined) return failure.code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt'
      if (chunk.length === 0) return 'complete'
      chunk = await readChunk(file)
    }
  } finally {
    gunzip.destroy()
  }
}

type Failure = NodeJS.ErrnoException

function write(gunzip: Gunzip, chunk: Uint8Array, failed: Promise<Failure>): Promise<Failure | undefined> {
  const written = new Promise<undefined>((resolve) => {
    gunzip.write(chunk, () => resolve(undefined))
  })
  return Promise.race([failed, written])
}

function endInput(gunzip: Gunzip, ended: Promise<undefined>, failed: Promise<Failure>): Promise<Failure | undefined> {
  gunzip.end()
  return Promise.race([failed, ended])
}
