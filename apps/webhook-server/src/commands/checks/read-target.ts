import { join } from 'node:path'

import type { Secret } from '@aster/core'

import { isLoopback } from '../../core/is-loopback.ts'
import { parseRoster } from '../../core/parse-roster.ts'
import type { SignalAccount } from '../../core/share-signal.ts'
import type { CommandContext } from '../run-command.ts'

/** What the server would be started with. */
export interface DoctorTarget {
  readonly values: CommandContext['values']
  readonly host: string
  readonly port: number
  readonly isLoopback: boolean
  /** Whole path of the data folder. */
  readonly folder: string
  readonly locksFolder: string
  /** Each of them halts the server while it is there. */
  readonly haltFiles: readonly string[]
  /** Whole path of the file of --strategies. */
  readonly strategiesFile: string | undefined
  /** The main one first. */
  readonly accounts: readonly SignalAccount[]
  readonly webhookSecret: Secret | undefined
}

/** Reads it as the server does. */
export function readTarget({ values, resolvePath }: Pick<CommandContext, 'values' | 'resolvePath'>): DoctorTarget {
  const { host, port, webhookSecret } = values
  return {
    values,
    host,
    port,
    isLoopback: isLoopback(host),
    folder: resolvePath(values.data),
    locksFolder: resolvePath(values.locks),
    haltFiles: [resolvePath(values.haltFile), join(resolvePath(values.data), 'HALT')],
    strategiesFile: values.strategies === undefined ? undefined : resolvePath(values.strategies),
    accounts: parseRoster(values.account ?? 'paper', values.copies, values.mode === 'dry').accounts,
    webhookSecret,
  }
}
