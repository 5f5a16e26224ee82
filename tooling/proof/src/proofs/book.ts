import { optionalSetting, plainText } from '@aster/runtime'

import { createSampleRecording } from '../book/create-sample-recording.ts'
import { bookPlants, plantBookBug } from '../book/plant-book-bug.ts'
import { readFrameTexts, sortFrames } from '../book/read-recording.ts'
import { compareTouches, replayBook } from '../book/replay-book.ts'
import { defineProof, type ProofContext } from '../proof.ts'

const fields = {
  file: optionalSetting(plainText(), {
    description:
      'A recording: receive time in nanoseconds, a space, the frame as received, one per line, plain or gzip. Made up from a seed unless given.',
    placeholder: '<frames-file>',
    positional: true,
    flagOnly: true,
  }),
  symbol: optionalSetting(plainText(), {
    description: 'The symbol whose book is built; that of the first diff unless given.',
    placeholder: '<symbol>',
    flagOnly: true,
  }),
}

/** The book of a recording, rebuilt frame by frame: its touch has to be the one that the exchange reported. */
export const bookProof = defineProof({
  name: 'book',
  summary:
    'The book of a recording, rebuilt from its diffs, has the touch that the exchange reported, after every event.',
  plants: bookPlants,
  fields,
  async run(context) {
    const { values, plant, full, clock, note, refuse } = context
    const texts = values.file === undefined ? createSampleRecording(1, full ? 20_000 : 2_000) : await readTexts(context)
    const recording = sortFrames(texts, values.symbol)
    if (recording === undefined) throw refuse('file', 'holds no diffs of an order book, or no snapshot')
    const startMs = clock.monotonicMs()
    const replay = replayBook(recording, plantBookBug(plant))
    const ms = Math.round(clock.monotonicMs() - startMs)
    const { compared, mismatches } = compareTouches(replay)
    const { syncs, sequenceErrors, refused } = replay
    if (sequenceErrors > 0)
      note(`the recording misses events at ${sequenceErrors} places; from there the book is not live`)
    const failures = [
      ...(compared === 0 ? ['nothing could be compared: no snapshot fits the diffs, or there are no touches'] : []),
      ...(refused > 0 ? [`${refused} frames could not be read`] : []),
      ...mismatches,
    ]
    const summary = { frames: texts.length, syncs, sequenceErrors, compared, mismatches: mismatches.length, ms }
    return { summary, failures }
  },
})

async function readTexts({ values, resolvePath, refuse }: ProofContext<typeof fields>): Promise<readonly string[]> {
  try {
    return await readFrameTexts(resolvePath(values.file ?? ''))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw refuse('file', code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown error'})`)
  }
}
