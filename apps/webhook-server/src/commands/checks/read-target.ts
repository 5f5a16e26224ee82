import type { Secret } from '@aster/core'

import { readOriginalNames } from '../../shell/read-original-names.ts'
import type { CommandContext } from '../run-command.ts'

/** What the server would be started with. */
export interface DoctorTarget {
  readonly values: CommandContext['values']
  readonly host: string
  readonly port: number
  readonly isLoopback: boolean
  /** Whole path of the data folder. */
  readonly folder: string
  readonly webhookSecret: Secret | undefined
  readonly baseUrl: string | undefined
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Reads it as the server does. */
export function readTarget({ values, env, resolvePath }: CommandContext): DoctorTarget {
  const original = readOriginalNames(env)
  const host = values.host ?? original.host ?? '127.0.0.1'
  return {
    values,
    host,
    port: values.port ?? original.port ?? 8_000,
    isLoopback: loopback.has(host),
    folder: resolvePath(values.data),
    webhookSecret: values.webhookSecret ?? original.webhookSecret,
    baseUrl: original.baseUrl,
  }
}
