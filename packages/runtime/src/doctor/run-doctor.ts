/** What one check found. The packages export such checks; `@aster/rest` the first. */
export interface CheckOutcome {
  readonly name: string
  readonly ok: boolean
  readonly level: 'fine' | 'warning' | 'failed'
  readonly detail: string
  readonly hint?: string | undefined
}

export interface Check {
  readonly name: string
  run(signal?: AbortSignal): Promise<CheckOutcome>
}

export interface DoctorReport {
  /** False when one check failed; warnings leave it true. */
  readonly ok: boolean
  readonly checks: readonly CheckOutcome[]
}

/** Asks every check, one after the other, and tells each outcome as it comes. A check that throws has failed. */
export async function runDoctor(
  checks: readonly Check[],
  options: { readonly signal?: AbortSignal; readonly onOutcome?: (outcome: CheckOutcome) => void } = {},
): Promise<DoctorReport> {
  const outcomes: CheckOutcome[] = []
  for (const check of checks) {
    options.signal?.throwIfAborted()
    const outcome = await runCheck(check, options.signal)
    outcomes.push(outcome)
    options.onOutcome?.(outcome)
  }
  return { ok: outcomes.every(({ ok }) => ok), checks: outcomes }
}

async function runCheck(check: Check, signal: AbortSignal | undefined): Promise<CheckOutcome> {
  try {
    return await check.run(signal)
  } catch (error) {
    signal?.throwIfAborted()
    const detail = error instanceof Error ? error.message : String(error)
    return { name: check.name, ok: false, level: 'failed', detail }
  }
}

const marks = { fine: 'ok  ', warning: 'warn', failed: 'FAIL' } as const

/** One outcome as a line for people, with the hint below. */
export function renderOutcome({ name, level, detail, hint }: CheckOutcome): string {
  return `${marks[level]}  ${name.padEnd(18)}  ${detail}${hint === undefined ? '' : `\n      → ${hint}`}\n`
}
