import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import type { Output } from '@aster/runtime'

export interface PaperVenue {
  readonly restUrl: string
  readonly wsUrl: string
  /** Its panel, where a person lets it fail. */
  readonly panelUrl: string | undefined
  close(): Promise<void>
}

const program = fileURLToPath(new URL('../../../paper-exchange/src/main.ts', import.meta.url))

/** Starts a paper exchange of our own, which keeps its accounts in a folder, and waits until it can be used. */
export async function openPaperExchange(options: {
  readonly folder: string
  readonly symbols: readonly string[]
  /** Where what it says goes, until it is asked to end. */
  readonly stderr: Pick<Output, 'write'>
}): Promise<PaperVenue> {
  const flags = ['--port', '0', '--data', options.folder, '--symbols', options.symbols.join(',')]
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let isClosing = false
  child.stderr.on('data', (chunk: Buffer) => {
    if (!isClosing) options.stderr.write(chunk.toString())
  })
  const ended = once(child, 'close')
  const close = async () => {
    isClosing = true
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = readReady(line)
    if (ready === undefined) continue
    child.stdout.resume()
    return { ...ready, close }
  }
  throw new Error('the paper exchange ended before it could be used')
}

function readReady(line: string): Omit<PaperVenue, 'close'> | undefined {
  try {
    const { ready, rest, ws, console } = JSON.parse(line) as {
      ready?: boolean
      rest?: string
      ws?: string
      console?: string
    }
    if (ready !== true || rest === undefined || ws === undefined) return undefined
    return { restUrl: rest, wsUrl: ws, panelUrl: console }
  } catch {
    return undefined
  }
}
