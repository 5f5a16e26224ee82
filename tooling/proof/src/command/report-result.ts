import type { Output } from '@aster/runtime'

import type { ProofResult } from '../proof.ts'

const shownFailures = 20

/** Prints what a proof found and returns the exit code: 0 when it holds, 1 when not. */
export function reportResult(
  name: string,
  { summary, failures }: ProofResult,
  options: {
    readonly json: boolean
    readonly plant?: string | undefined
    readonly stdout: Output
    readonly stderr: Output
  },
): number {
  const { json, plant, stdout, stderr } = options
  for (const failure of failures.slice(0, shownFailures)) stderr.write(`${name}: ${failure}\n`)
  if (failures.length > shownFailures) stderr.write(`${name}: and ${failures.length - shownFailures} more\n`)
  if (plant !== undefined && failures.length === 0) stderr.write(`${name}: the planted ${plant} was NOT found\n`)
  if (json) stdout.write(`${JSON.stringify(summary)}\n`)
  else {
    stdout.write(
      `${name}: ${failures.length === 0 ? 'holds' : 'DOES NOT HOLD'}${plant === undefined ? '' : ` with ${plant} planted`}\n`,
    )
    for (const [key, value] of Object.entries(summary)) stdout.write(`  ${key}  ${formatValue(value)}\n`)
  }
  return failures.length === 0 ? 0 : 1
}

const formatValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
