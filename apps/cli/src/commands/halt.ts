import { existsSync } from 'node:fs'

import { sleep } from '@aster/core'
import { clearResume, type HaltAnswer, readHaltAnswers, writeHaltFile, writeResume } from '@aster/trades'

import type { CliContext, Command } from '../shell/command.ts'
import { findHaltFile } from '../shell/find-records.ts'
import { refuseFailure } from '../shell/refuse-failure.ts'

/** Programs look four times a second. */
const answersWithinMs = 1_000

/** An answer and how long it took. */
type TimedAnswer = HaltAnswer & { readonly afterMs: number }

/** Puts the halt file down and tells which programs have answered within a second. */
export const haltPrograms: Command = async (context) => {
  const { file, halted, answers } = await haltAll(context, context.values.reason)
  const isDone = halted && answers.every(({ state }) => state !== 'active')
  return {
    data: { halted, file, answers },
    text: `${describeFile(file, halted)}\n${describeAnswers(context, answers)}`,
    code: isDone ? 0 : 1,
  }
}

/** As `halt`, for commands that begin with it. */
export async function haltAll(
  context: CliContext,
  reason: string,
): Promise<{ readonly file: string; readonly halted: boolean; readonly answers: readonly TimedAnswer[] }> {
  const file = findHaltFile(context)
  refuseFailure(context, 'haltFile', 'written', () => writeHaltFile(file, reason))
  const answers = await awaitAnswers(context, file)
  return { file, halted: existsSync(file), answers }
}

/**
 * Takes the halt file away and lets programs go on that this very file has stopped, and nothing else. Exit code 1 when one
 * that runs stays halted.
 */
export const resumePrograms: Command = async (context) => {
  const { clock, values, settings } = context
  const file = findHaltFile(context)
  const reason = settings.provenance.reason === 'default' ? 'aster resume' : values.reason
  refuseFailure(context, 'haltFile', 'written', () => writeResume(file, { atMs: clock.now(), reason }))
  const answers = await awaitAnswers(context, file)
  refuseFailure(context, 'haltFile', 'written', () => clearResume(file))
  // somebody else may have put it down again meanwhile
  const halted = existsSync(file)
  const isDone = !halted && answers.every(({ state }) => state === 'active')
  return {
    data: { halted, file, answers },
    text: `${describeFile(file, halted)}\n${describeAnswers(context, answers)}`,
    code: isDone ? 0 : 1,
  }
}

/** What is so at the end, whatever was asked for: somebody else may halt and resume at the same time. */
export const describeFile = (file: string, halted: boolean): string =>
  halted
    ? `${file} lies there: programs that watch it take no entries`
    : `${file} is gone: who was halted by it alone takes entries again`

async function awaitAnswers({ clock, signal }: CliContext, file: string): Promise<readonly TimedAnswer[]> {
  const startedMs = clock.now()
  await sleep(clock, answersWithinMs, signal)
  return readHaltAnswers(file).map((answer) => ({ ...answer, afterMs: Math.max(0, answer.atMs - startedMs) }))
}

/** Who has answered, one line each; and what it means that nobody has. */
export function describeAnswers({ settings }: CliContext, answers: readonly TimedAnswer[]): string {
  if (answers.length === 0) {
    const hint =
      settings.provenance.haltFile === 'default'
        ? ': a program that was started in another folder watches another file, and prints it at its start; name it with --halt-file or ASTER_HALT_FILE'
        : ''
    return `no program has answered within ${answersWithinMs / 1_000} s${hint}\n`
  }
  return answers
    .map(({ program, account, processId, state, reason, afterMs }) => {
      const why = reason === '' ? '' : `: ${reason}`
      const who = program === account ? program : `${program}, account ${account}`
      return `  ${who} (process ${processId}) is ${state} after ${afterMs} ms${why}\n`
    })
    .join('')
}
