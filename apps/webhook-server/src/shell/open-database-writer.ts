import type { SQLInputValue } from 'node:sqlite'
import { Worker } from 'node:worker_threads'

import { NotWrittenError } from '../core/not-written-error.ts'
import type { CommitAnswer, Write, WriteResult } from './database-writer-thread.ts'

/** Writes to a database from a thread of its own, so that nobody else waits while the disk is synced. */
export interface DatabaseWriter extends AsyncDisposable {
  /**
   * Resolves when it is on the disk, with everything that was written before it. What is written while a commit is under
   * way shares the next one.
   *
   * @throws {NotWrittenError} With everything that shared its commit.
   */
  write(sql: string, values: readonly SQLInputValue[]): Promise<WriteResult>
}

interface Waiting {
  readonly write: Write
  readonly resolve: (result: WriteResult) => void
  readonly reject: (error: Error) => void
}

/** @param path - A database that exists, in WAL mode: others may read it at any time. */
export function openDatabaseWriter(path: string): DatabaseWriter {
  const thread = new Worker(new URL('./database-writer-thread.ts', import.meta.url), { workerData: { path } })
  const ended = Promise.withResolvers<void>()
  let waiting: Waiting[] = []
  let underway: readonly Waiting[] = []
  let isDue = false
  let isClosing = false
  let failure: Error | undefined

  const send = () => {
    isDue = false
    if (underway.length > 0 || waiting.length === 0) return
    underway = waiting
    waiting = []
    thread.postMessage(underway.map(({ write }) => write))
  }
  const fail = (error: Error) => {
    failure ??= error
    for (const { reject } of [...underway, ...waiting]) reject(failure)
    underway = []
    waiting = []
  }
  thread.on('message', (answer: CommitAnswer) => {
    const batch = underway
    underway = []
    for (const [index, { resolve, reject }] of batch.entries()) {
      const result = answer.kind === 'synced' ? answer.results[index] : undefined
      if (result !== undefined) resolve(result)
      else reject(new NotWrittenError(answer.kind === 'failed' ? answer.reason : 'the commit is incomplete'))
    }
    send()
  })
  thread.on('error', (cause) => fail(new NotWrittenError('the thread that writes has failed', { cause })))
  thread.on('exit', () => {
    fail(new NotWrittenError('the database is closed'))
    ended.resolve()
  })

  const write = (sql: string, values: readonly SQLInputValue[]): Promise<WriteResult> => {
    if (failure !== undefined) return Promise.reject(failure)
    return new Promise((resolve, reject) => {
      waiting.push({ write: { sql, values }, resolve, reject })
      if (isDue) return
      isDue = true
      // what comes in within this turn goes together
      setImmediate(send)
    })
  }

  return {
    write: (sql, values) =>
      isClosing ? Promise.reject(new NotWrittenError('the database is closed')) : write(sql, values),
    async [Symbol.asyncDispose]() {
      if (!isClosing) {
        isClosing = true
        // behind everything that waits
        await write('select 1', []).catch(() => undefined)
        thread.postMessage('end')
      }
      await ended.promise
    },
  }
}
