import { readFileSync } from 'node:fs'

import { type Clock, sleep } from '@aster/core'

import type { RiskGate } from './create-risk-gate.ts'

const everyMs = 500

/**
 * Watches for a file that stops an account: a program that hangs in its own trouble can still be stopped by `touch`. Its
 * first word may be `reduce`; everything else, also nothing, halts. The rest is the reason. Taking the file away does not
 * resume, and resuming while it lies there holds for one look only.
 */
export async function watchHaltFile(
  gate: Pick<RiskGate, 'state' | 'halt' | 'reduce'>,
  options: { readonly path: string; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const { path, clock, signal } = options
  while (!signal.aborted) {
    await lookAtHaltFile(gate, path)
    await sleep(clock, everyMs, signal).catch(() => undefined)
  }
}

/** One look. A file that is there and cannot be read halts as well. */
export async function lookAtHaltFile(gate: Pick<RiskGate, 'state' | 'halt' | 'reduce'>, path: string): Promise<void> {
  const text = readHaltFile(path)
  if (text === undefined) return
  const [first = '', ...rest] = text.trim().split(/\s+/)
  const isReduce = first === 'reduce' || first === 'reducing'
  const reason = `file ${path}: ${(isReduce ? rest.join(' ') : text.trim()) || 'no reason given'}`
  if (isReduce && gate.state === 'active') await gate.reduce(reason)
  if (!isReduce && gate.state !== 'halted') await gate.halt(reason)
}

function readHaltFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? undefined : `unreadable (${code ?? 'unknown'})`
  }
}
