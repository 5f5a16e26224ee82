import { stdin } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

import { Secret } from '@aster/core'

import type { CliContext } from './command.ts'

type AskContext = Pick<CliContext, 'stderr' | 'signal'>

/** Whether somebody sits there who can be asked. */
export const canAsk = ({ stderr }: Pick<AskContext, 'stderr'>): boolean => stdin.isTTY && stderr.isTerminal

/** Asks a person on the terminal; `fallback` for an empty answer. */
export async function ask(context: AskContext, question: string, fallback = ''): Promise<string> {
  const hint = fallback === '' ? '' : ` [${fallback}]`
  const answer = await readLine(context, `${question}${hint}: `, false)
  return answer === '' ? fallback : answer
}

/** Asks for something that the screen does not show. */
export async function askSecret(context: AskContext, question: string): Promise<Secret> {
  const answer = await readLine(context, `${question} (not shown): `, true)
  context.stderr.write('\n')
  return new Secret(answer)
}

async function readLine({ stderr, signal }: AskContext, prompt: string, isHidden: boolean): Promise<string> {
  let isMuted = false
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isMuted) stderr.write(chunk.toString())
      done()
    },
  })
  const lines = createInterface({ input: stdin, output, terminal: true, historySize: 0 })
  try {
    const answer = lines.question(prompt, { signal })
    isMuted = isHidden
    return (await answer).trim()
  } finally {
    lines.close()
  }
}
