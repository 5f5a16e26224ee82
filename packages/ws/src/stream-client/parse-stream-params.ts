import type { StreamParamsOf } from '@aster/api'
import { ParameterError } from '@aster/core'

import type { AnyStream } from './stream-declaration.ts'

/**
 * Checks what a caller passes and gives the stream's name on the wire.
 * @throws {ParameterError} Names every field that does not fit.
 */
export function parseStreamParams<S extends AnyStream>(stream: S, params: StreamParamsOf<S>): string {
  const result = stream.params.safeParse(params)
  if (result.success) return stream.streamName(result.data)
  throw new ParameterError(
    `watch ${stream.name}`,
    result.error.issues.map((issue) => ({
      field: issue.path.join('.'),
      rule: issue.code,
      value: String(readPath(params, issue.path)),
      message: issue.message,
    })),
  )
}

function readPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], value)
}
