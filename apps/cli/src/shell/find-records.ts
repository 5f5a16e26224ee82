import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { type FoundConnection, readConnection } from '@aster/runtime'

import type { CliContext } from './command.ts'

/** Where a program wrote down what it did. */
export interface ProgramRecords {
  readonly journal: string | undefined
  readonly feed: string | undefined
}

/** The program on the folder of --state; undefined without the flag. */
export function findProgram({ values, resolvePath }: CliContext): FoundConnection | undefined {
  return values.state === undefined ? undefined : readConnection(resolvePath(values.state))
}

/**
 * Journals and feeds that the settings name: those of the flags, or of --state its last run and, behind it, the earlier
 * ones, newest first.
 *
 * @throws {SettingsError} Nothing is named.
 */
export function findRecords(context: CliContext): readonly ProgramRecords[] {
  const { values, settings, resolvePath } = context
  if (values.journal !== undefined || values.feed !== undefined) {
    const [journal, feed] = [values.journal, values.feed].map((path) => path && resolvePath(path))
    return [{ journal, feed }]
  }
  const program = findProgram(context)
  if (program === undefined) {
    throw settings.refuse('journal', 'or feed or state is needed: where the program wrote its story')
  }
  const [folder, runs] = [dirname(program.journal), dirname(dirname(program.journal))]
  const earlier = readdirSync(runs)
    .filter((name) => name < basename(folder))
    .toSorted()
    .toReversed()
  return [basename(folder), ...earlier].map((name) => ({
    journal: findFile(join(runs, name, basename(program.journal))),
    feed: findFile(join(runs, name, basename(program.feed))),
  }))
}

const findFile = (path: string): string | undefined => (existsSync(path) ? path : undefined)

/** The halt file that is meant: the one named, or the one that the program of --state shares with others. */
export function findHaltFile(context: CliContext): string {
  const { values, settings, resolvePath } = context
  const program = settings.provenance.haltFile === 'default' ? findProgram(context) : undefined
  return program?.haltFiles[0] ?? resolvePath(values.haltFile)
}
