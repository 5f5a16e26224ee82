import { type ChildProcess, execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const program = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Runs the program in a folder of its own to its end, without anything of our environment. */
export async function runToEnd(
  words: readonly string[],
  { folder, env = {} }: { readonly folder: string; readonly env?: Readonly<Record<string, string>> },
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const child = execFile(process.execPath, [program, ...words, '--data', join(folder, 'data')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: string) => (stdout += chunk))
  child.stderr?.on('data', (chunk: string) => (stderr += chunk))
  const [code] = (await once(child, 'close')) as [number]
  return { code, stdout, stderr }
}

/** A folder that is gone with its block. */
export function openFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-tools-'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Resolves when the server says that it can be used. */
export async function waitUntilReady(child: ChildProcess): Promise<void> {
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    if (line.includes('ready, mode')) break
  }
  child.stdout?.resume()
}
