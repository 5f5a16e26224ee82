import { renameSync, writeFileSync } from 'node:fs'

/** Whole or not at all, also when the power goes. Only the owner reads it. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.new`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  renameSync(draft, file)
}
