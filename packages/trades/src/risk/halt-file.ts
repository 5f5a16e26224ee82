import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

import { toPlainLine } from '@aster/core'

import type { RiskState } from './risk-state.ts'

/** A reason is for people: what is longer is cut. */
const longestReason = 300
/** Of a file that anybody may have put there; more than that is not read. */
const mostBytes = 64 * 1024
/** A pipe without anybody at its other end is refused at once instead of holding up the program. */
const neverWait = constants.O_NONBLOCK ?? 0

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
  writeWhole(path, `${toPlainLine(reason, longestReason)}\n`)
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
  const reason = toPlainLine(order.reason, longestReason)
  writeWhole(resumePath(path), `${JSON.stringify({ ...order, reason })}\n`)
}

export function clearResume(path: string): void {
  rmSync(resumePath(path), { force: true })
  rmSync(answersPath(path), { force: true })
}

/** Who has answered so far, in the order in which they did. */
export function readHaltAnswers(path: string): readonly HaltAnswer[] {
  return (readText(answersPath(path)) ?? '').split('\n').flatMap((line) => parseAnswer(line) ?? [])
}

function parseAnswer(line: string): HaltAnswer | undefined {
  const answer = parseJson<HaltAnswer>(line)
  if (typeof answer?.atMs !== 'number' || typeof answer.processId !== 'number') return undefined
  const show = (text: unknown): string => toPlainLine(String(text), longestReason)
  const { program, account, reason } = answer
  return { ...answer, program: show(program), account: show(account), reason: show(reason) }
}

/**
 * Undefined when nothing lies there. What is there and cannot be read halts: a folder, a pipe, a link that leads nowhere.
 * A reason is shown on terminals and comes from whoever may write there: one line, and not a long one.
 */
export function readHaltOrder(path: string): HaltOrder | undefined {
  let id: string
  let text: string | undefined
  try {
    const facts = statSync(path, { throwIfNoEntry: false })
    if (facts === undefined) {
      const link = lstatSync(path, { throwIfNoEntry: false })
      return link?.isSymbolicLink() === true
        ? { isReduce: false, reason: 'unreadable (ENOENT)', id: `link ${link.ino} ${link.mtimeMs}` }
        : undefined
    }
    id = `${facts.ino} ${facts.mtimeMs}`
    text = readText(path)
  } catch (error) {
    id = 'unreadable'
    text = `unreadable (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`
  }
  if (text === undefined) return undefined
  const [first = '', ...rest] = text.trim().split(/\s+/)
  const isReduce = first === 'reduce' || first === 'reducing'
  const reason = toPlainLine(isReduce ? rest.join(' ') : text, longestReason)
  return { isReduce, reason: reason || 'no reason given', id }
}

export function readResumeOrder(path: string): ResumeOrder | undefined {
  if (statSync(resumePath(path), { throwIfNoEntry: false }) === undefined) return undefined
  const order = parseJson<ResumeOrder>(readText(resumePath(path)) ?? '')
  if (typeof order?.atMs !== 'number') return undefined
  return { ...order, reason: toPlainLine(String(order.reason), longestReason) }
}

/** A folder that cannot be written takes nothing from the halt: it only stays without an answer. */
export function answerHalt(path: string, answer: HaltAnswer): void {
  try {
    const file = openSync(answersPath(path), constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | neverWait)
    try {
      if (fstatSync(file).isFile()) writeSync(file, `${JSON.stringify(answer)}\n`)
    } finally {
      closeSync(file)
    }
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

/** The beginning of a file; never waits, whatever lies there. */
function readText(path: string): string | undefined {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | neverWait)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const facts = fstatSync(file)
    if (!facts.isFile() && !facts.isDirectory()) throw Object.assign(new Error('no file'), { code: 'no file' })
    const bytes = Buffer.alloc(Math.min(facts.size, mostBytes))
    return bytes.toString('utf8', 0, readSync(file, bytes))
  } finally {
    closeSync(file)
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
