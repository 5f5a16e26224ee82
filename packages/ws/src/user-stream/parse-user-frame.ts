import { parseExactJson, parseUserEvent, StreamFrameError, type UserEvent } from '@aster/api'

import { parseControlAnswer } from '../stream-client/control-answer.ts'

/**
 * Reads a frame of the user stream, alone or in the combined envelope. Undefined for an answer to a control frame. Ids too
 * large for a number keep their digits.
 * @throws {StreamFrameError} It is not JSON or not an event.
 */
export function parseUserFrame(frame: string): UserEvent | undefined {
  let raw: unknown
  try {
    raw = JSON.parse(frame)
  } catch (error) {
    throw new StreamFrameError('user stream', 'not JSON', { cause: error })
  }
  const payload = unwrap(raw)
  if (payload === raw && parseControlAnswer(raw) !== undefined) return undefined
  try {
    return parseUserEvent(payload)
  } catch (error) {
    if (!(error instanceof StreamFrameError)) throw error
    return parseUserEvent(unwrap(parseExactJson(frame)))
  }
}

function unwrap(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'stream' in raw && 'data' in raw ? raw.data : raw
}
