import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import type { RiskState } from './risk-state.ts'

/** What a program that watches a halt file answers, once for each order it was given. */
export interface HaltAnswer {
  /** What the program calls itself; its account's name where it does not say. */
  readonly program: string
  /** Name of the account, as its program calls it. */
  readonly account: string
  readonly processId: number
  readonly state: RiskState
  /** Why it is not active; empty when it is. */
  readonly reason: string
  readonly atMs: number
}

/** What lies at a path: what to do, why, and which appearance of the file says so. */
export interface HaltOrder {
  readonly isReduce: boolean
  readonly reason: string
  readonly id: string
}

export interface ResumeOrder {
  readonly atMs: number
  readonly reason: string
}

const resumePath = (path: string): string => `${path}-resume`
const answersPath = (path: string): string => `${path}-seen`

/**
 * Puts a halt file down: every account that watches it takes no entries from its next look on, a quarter of a second at
 * most. The answers of an earlier order go.
 *
 * @throws {Error} The file cannot be written.
 */
export function writeHaltFile(path: string, reason: string): void {
  mkdirSync(dirname(path), { recursive: true })
  rmSync(answersPath(path), { force: true })
  rmSync(resumePath(path), { force: true })
  writeWhole(path, `${reason}\n`)
}

/**
 * Takes a halt file away and says that whoever was halted by it, and by nothing else, may go on. Call
 * {@link clearResume} once the answers are in: who starts later is not meant.
 *
 * @throws {Error} The folder cannot be written.
 */
export function writeResume(path: string, order: ResumeOrder): void {
  mkdirSync(dirname(path), { recursive: true })
  rmSync(answersPath(path), { force: true })
  rmSync(path, { force: true })
  writeWhole(resumePath(path), `${JSON.stringify(order)}\n`)
}

export function clearResume(path: string): void {
  rmSync(resumePath(path), { force: true })
  rmSync(answersPath(path), { force: true })
}

/** Who has answered so far, in the order in which they did. */
export function readHaltAnswers(path: string): readonly HaltAnswer[] {
  return (readText(answersPath(path)) ?? '').split('\n').flatMap((line) => parseJson<HaltAnswer>(line) ?? [])
}

/** Undefined when no file lies there. One that is there and cannot be read halts. */
export function readHaltOrder(path: string): HaltOrder | undefined {
  let id: string
  let text: string | undefined
  try {
    const facts = statSync(path, { throwIfNoEntry: false })
    if (facts === undefined) return undefined
    id = `${facts.ino} ${facts.mtimeMs}`
    text = readText(path)
  } catch (error) {
    id = 'unreadable'
    text = `unreadable (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`
  }
  if (text === undefined) return undefined
  const [first = '', ...rest] = text.trim().split(/\s+/)
  const isReduce = first === 'reduce' || first === 'reducing'
  return { isReduce, reason: (isReduce ? rest.join(' ') : text.trim()) || 'no reason given', id }
}

export function readResumeOrder(path: string): ResumeOrder | undefined {
  if (statSync(resumePath(path), { throwIfNoEntry: false }) === undefined) return undefined
  const order = parseJson<ResumeOrder>(readText(resumePath(path)) ?? '')
  return typeof order?.atMs === 'number' ? order : undefined
}

/** A folder that cannot be written takes nothing from the halt: it only stays without an answer. */
export function answerHalt(path: string, answer: HaltAnswer): void {
  try {
    appendFileSync(answersPath(path), `${JSON.stringify(answer)}\n`)
  } catch {
    // nobody to tell
  }
}

/** Whole or not at all: a reader never sees half a text. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}-new-${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, path)
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parseJson<T extends object>(text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as T) : undefined
  } catch {
    return undefined
  }
}
