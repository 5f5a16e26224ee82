import { parseExactJson, StreamFrameError } from '@aster/api'

import type { AnyStream } from './stream-declaration.ts'

const prefix = '{"stream":"'

/** The stream's name in a combined frame, read without parsing it; undefined when the frame does not begin as usual. */
export function readStreamName(frame: string): string | undefined {
  if (!frame.startsWith(prefix)) return undefined
  const end = frame.indexOf('"', prefix.length)
  return end === -1 ? undefined : frame.slice(prefix.length, end)
}

/**
 * Reads the event out of a combined frame. Ids too large for a number keep their digits.
 * @throws {StreamFrameError} The frame is not JSON or not what the stream documents.
 */
export function parseStreamFrame(declaration: AnyStream, frame: string, isStrict: boolean): unknown {
  const parse = (raw: unknown) => (isStrict ? declaration.parseStrictly(raw) : declaration.parse(raw))
  let combined: { readonly data?: unknown }
  try {
    combined = JSON.parse(frame) as { readonly data?: unknown }
  } catch (error) {
    throw new StreamFrameError(declaration.name, 'not JSON', { cause: error })
  }
  try {
    return parse(combined.data)
  } catch (error) {
    if (!(error instanceof StreamFrameError)) throw error
    return parse((parseExactJson(frame) as { readonly data?: unknown }).data)
  }
}
