import { parseStreamName, type StreamDeclaration, streams } from '@aster/api'

/** Any declared stream. */
export type AnyStream = StreamDeclaration

/** The declaration behind a name on the wire; undefined for a name that is not documented. */
export function findDeclaration(streamName: string): AnyStream | undefined {
  const found = parseStreamName(streamName)
  return found === undefined ? undefined : streams[found.name]
}
