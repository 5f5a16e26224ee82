import type { Random } from '@aster/core'

/** How a client that nobody named writes a request. Every one of these is seen in the wild. */
export interface Habits {
  /** Parameters in the query string, also of POST, PUT and DELETE, with a JSON content type and no body; or in a form. */
  readonly where: 'query' | 'form'
  /** Signs the text as it is on the wire, or as it was before it was encoded. */
  readonly signedText: 'encoded' | 'decoded'
  readonly hexPrefix: boolean
  /** Recovery byte 27 and 28, or 0 and 1. */
  readonly recovery: 27 | 0
  readonly lowerCaseAddresses: boolean
  readonly shuffled: boolean
  /** The signature in front, in place of at the end. */
  readonly signatureFirst: boolean
  readonly unknownParameter: boolean
  /** Ids in lists as text. */
  readonly idsAsText: boolean
}

/** Draws habits: each request gets its own, so that a session meets their combinations. */
export const drawHabits = (random: Random): Habits => {
  const coin = () => random.nextInt(2) === 0
  return {
    where: coin() ? 'query' : 'form',
    signedText: coin() ? 'encoded' : 'decoded',
    hexPrefix: coin(),
    recovery: coin() ? 27 : 0,
    lowerCaseAddresses: coin(),
    shuffled: coin(),
    signatureFirst: coin(),
    unknownParameter: coin(),
    idsAsText: coin(),
  }
}

/** Puts a list into any order. */
export function shuffle<T>(list: readonly T[], random: Random): T[] {
  const left = [...list]
  const shuffled: T[] = []
  while (left.length > 0) shuffled.push(...left.splice(random.nextInt(left.length), 1))
  return shuffled
}
