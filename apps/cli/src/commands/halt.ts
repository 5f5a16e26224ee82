import { sleep } from '@aster/core'
import { clearResume, type HaltAnswer, readHaltAnswers, writeHaltFile, writeResume } from '@aster/trades'

import type { CliContext, Command } from '../shell/command.ts'
import { findHaltFile } from '../shell/find-records.ts'

/** Programs look four times a second. */
const answersWithinMs = 1_000

/** An answer and how long it took. */
type TimedAnswer = HaltAnswer & { readonly afterMs: number }

/** Puts the halt file down and tells which programs have answered within a second. */
export const haltPrograms: Command = async (context) => {
  const { file, answers } = await haltAll(context, context.values.reason)
  const text = `${file} lies there: programs that watch it take no entries\n${describeAnswers(context, answers)}`
  const isDone = answers.every(({ state }) => state !== 'active')
  return { data: { halted: true, file, answers }, text, code: isDone ? 0 : 1 }
}

/** As `halt`, for commands that begin with it. */
export async function haltAll(
  context: CliContext,
  reason: string,
): Promise<{ readonly file: string; readonly answers: readonly TimedAnswer[] }> {
  const file = findHaltFile(context)
  refuseFailure(context, () => writeHaltFile(file, reason))
  return { file, answers: await awaitAnswers(context, file) }
}

/**
 * Takes the halt file away and lets programs go on that this very file has stopped, and nothing else. Exit code 1 when one
 * that runs stays halted.
 */
export const resumePrograms: Command = async (context) => {
  const { clock, values, settings } = context
  const file = findHaltFile(context)
  const reason = settings.provenance.reason === 'default' ? 'aster resume' : values.reason
  refuseFailure(context, () => writeResume(file, { atMs: clock.now(), reason }))
  const answers = await awaitAnswers(context, file)
  refuseFailure(context, () => clearResume(file))
  const text = `${file} is gone: who was halted by it alone takes entries again\n${describeAnswers(context, answers)}`
  const isDone = answers.every(({ state }) => state === 'active')
  return { data: { halted: false, file, answers }, text, code: isDone ? 0 : 1 }
}

function refuseFailure({ settings }: CliContext, act: () => void): void {
  try {
    act()
  } catch (error) {
    throw settings.refuse('haltFile', `cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}

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
