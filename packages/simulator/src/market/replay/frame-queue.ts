import type { Frame } from '@aster/recorder'

/** The text of one frame with its receive time in milliseconds from the first one; never earlier than the frame before. */
export interface TimedFrame {
  readonly offsetMs: number
  readonly text: string
}

/** A recording, read ahead. */
export interface FrameQueue {
  /** The next frame if it has been read already. */
  peek(): TimedFrame | undefined
  take(): TimedFrame | undefined
  /** Goes back to the first frame; false when the recording was too long to keep. */
  rewind(): boolean
  /** Everything has been taken. Throws what kept the file from being read to its end. */
  readonly isEnded: boolean
  close(): void
}

/**
 * Reads a recording ahead by up to `ahead` frames and resolves when they are there. A recording that is not longer lies
 * wholly in memory then, so that what follows depends on the clock alone; of a longer one, what was taken is dropped.
 *
 * @throws {NodeJS.ErrnoException} The file cannot be read.
 */
export async function openFrameQueue(
  recording: AsyncIterable<Pick<Frame, 'receivedNs' | 'text'>>,
  ahead: number,
): Promise<FrameQueue> {
  let frames: TimedFrame[] = []
  let next = 0
  let isWhole = true
  let isRead = false
  let isClosed = false
  let failure: unknown
  let resume: (() => void) | undefined

  const dropTaken = (): void => {
    if (isWhole || next < 4096 || next * 2 < frames.length) return
    frames = frames.slice(next)
    next = 0
  }

  const read = async (onFull: () => void): Promise<void> => {
    let firstNs: bigint | undefined
    let offsetMs = 0
    for await (const { receivedNs, text } of recording) {
      if (isClosed) return
      firstNs ??= receivedNs
      offsetMs = Math.max(offsetMs, Number(receivedNs - firstNs) / 1e6)
      frames.push({ offsetMs, text })
      if (frames.length - next < ahead) continue
      isWhole = false
      onFull()
      await new Promise<void>((resolve) => {
        resume = resolve
      })
    }
  }

  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      isRead = true
      resolve()
    }
    read(resolve).then(end, (error: unknown) => {
      failure = error
      isRead = true
      reject(error instanceof Error ? error : new Error(String(error)))
    })
  })

  return {
    peek: () => frames[next],
    take() {
      const frame = frames[next]
      if (frame === undefined) return undefined
      next++
      dropTaken()
      if (frames.length - next < ahead / 2) {
        resume?.()
        resume = undefined
      }
      return frame
    },
    rewind() {
      if (isWhole) next = 0
      return isWhole
    },
    get isEnded() {
      if (!isRead || next < frames.length) return false
      if (failure !== undefined) throw failure
      return true
    },
    close() {
      isClosed = true
      resume?.()
    },
  }
}
