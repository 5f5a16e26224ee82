import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Frame } from './frame.ts'
import { readFrames } from './read-frames.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorder-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function store(content: string | Uint8Array, name = 'frames.ndjson'): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function collect(frames: AsyncIterable<Frame>): Promise<Frame[]> {
  const collected: Frame[] = []
  for await (const frame of frames) collected.push(frame)
  return collected
}

const line = (receivedNs: bigint, value: unknown) => `${receivedNs} ${JSON.stringify(value)}\n`

describe('readFrames', () => {
  it('gives time, untouched text and line of each frame', async () => {
    const path = await store('1723161255030314667 {"a": 1}\n1723161255030314668 {"a":"币"}\n')
    expect(await collect(readFrames(path))).toEqual([
      { receivedNs: 1723161255030314667n, text: '{"a": 1}', line: 1 },
      { receivedNs: 1723161255030314668n, text: '{"a":"币"}', line: 2 },
    ])
  })

  it('reads gzip by its bytes, whatever the name', async () => {
    const path = await store(gzipSync(line(1n, { a: 1 })), 'frames.txt')
    expect(await collect(readFrames(path))).toEqual([{ receivedNs: 1n, text: '{"a":1}', line: 1 }])
  })

  it('reads gzip that was appended to in pieces', async () => {
    const path = await store(Buffer.concat([gzipSync(line(1n, {})), gzipSync(line(2n, {}))]))
    const frames = readFrames(path)
    expect((await collect(frames)).map(({ receivedNs }) => receivedNs)).toEqual([1n, 2n])
    expect(frames.report.end).toBe('complete')
  })

  it('keeps characters whole across the chunks in which a large file is read', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => line(BigInt(index), { name: '币安人生', index }))
    const expected = lines.map((text) => text.slice(text.indexOf(' ') + 1, -1))
    for (const content of [lines.join(''), gzipSync(lines.join(''))]) {
      const frames = readFrames(await store(content))
      expect((await collect(frames)).map(({ text }) => text)).toEqual(expected)
    }
  })

  it('counts each bad line and says where the first are and why', async () => {
    const path = await store(`${line(1n, {})}no time\n\n2 {"cut":\n3.5 {}\n${line(4n, {})}-1 {}\n`)
    const frames = readFrames(path)
    expect((await collect(frames)).map(({ line: number }) => number)).toEqual([1, 6])
    expect(frames.report).toMatchObject({ lines: 7, frames: 2, badLines: 5 })
    expect(frames.report.firstBadLines).toEqual([
      { line: 2, reason: 'does not begin with a time in nanoseconds and a space' },
      { line: 3, reason: 'does not begin with a time in nanoseconds and a space' },
      { line: 4, reason: 'holds no JSON object' },
      { line: 5, reason: 'does not begin with a time in nanoseconds and a space' },
      { line: 7, reason: 'does not begin with a time in nanoseconds and a space' },
    ])
  })

  it('keeps the reasons of the first twenty bad lines and the count of all', async () => {
    const frames = readFrames(await store('bad\n'.repeat(1000)))
    await collect(frames)
    expect(frames.report.badLines).toBe(1000)
    expect(frames.report.firstBadLines).toHaveLength(20)
  })

  it('counts disorder and repeated times and measures the longest gap', async () => {
    const path = await store([5_000_000n, 5_000_000n, 4_000_000n, 254_000_000n].map((ns) => line(ns, {})).join(''))
    const frames = readFrames(path)
    await collect(frames)
    expect(frames.report).toMatchObject({ disordered: 1, repeatedTimes: 1, longestGapMs: 250 })
    expect(frames.report).toMatchObject({ firstReceivedNs: 5_000_000n, lastReceivedNs: 254_000_000n })
  })

  it('takes a last line without an ending, and endings of Windows', async () => {
    const path = await store('1 {"a":1}\r\n2 {"a":2}')
    expect((await collect(readFrames(path))).map(({ text }) => text)).toEqual(['{"a":1}', '{"a":2}'])
  })

  it('gives every frame before the cut of a truncated file, and says that it is one', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => line(BigInt(index), { index, noise: index * 7919 }))
    const whole = gzipSync(lines.join(''))
    const frames = readFrames(await store(whole.subarray(0, whole.length - 5)))
    const received = await collect(frames)
    expect(received).toHaveLength(5_000)
    expect(frames.report.end).toBe('truncated')
  })

  it('stops at damage inside a compressed file, and says so', async () => {
    const whole = gzipSync(Array.from({ length: 5_000 }, (_, index) => line(BigInt(index), { index })).join(''))
    whole.fill(0xff, Math.floor(whole.length / 2))
    const frames = readFrames(await store(whole))
    const received = await collect(frames)
    expect(received.length).toBeLessThan(5_000)
    expect(frames.report.end).toBe('corrupt')
  })

  it('knows an empty file as complete', async () => {
    const frames = readFrames(await store(''))
    expect(await collect(frames)).toEqual([])
    expect(frames.report).toMatchObject({ lines: 0, badLines: 0, end: 'complete' })
  })

  it('notes when the reader leaves early', async () => {
    const frames = readFrames(await store(line(1n, {}) + line(2n, {})))
    const seen: Frame[] = []
    for await (const frame of frames) {
      seen.push(frame)
      break
    }
    expect(seen).toHaveLength(1)
    expect(frames.report.end).toBe('stopped')
  })

  it('refuses a file that is not there, on iteration', async () => {
    await expect(collect(readFrames(join(folder, 'absent')))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is iterated once', async () => {
    const frames = readFrames(await store(line(1n, {})))
    await collect(frames)
    expect(() => frames[Symbol.asyncIterator]()).toThrow('once')
  })
})
