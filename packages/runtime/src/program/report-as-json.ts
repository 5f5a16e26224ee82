import type { SettingFields, SettingsDefinition } from '../settings/define-settings.ts'
import { readFlags } from '../settings/read-flags.ts'
import type { ProgramHost } from './program-host.ts'

/**
 * Where a program has a switch `--json` and was called with it, whoever reads its output gets a document also when it
 * fails: `{ error, message }`. People read the same on stderr.
 */
export function reportAsJson<F extends SettingFields>(
  { fields }: Pick<SettingsDefinition<F>, 'fields'>,
  { argv, stdout }: Pick<ProgramHost, 'argv' | 'stdout'>,
  error: unknown,
): void {
  const isAsked = readFlags(fields, argv).given.get('json')?.text === 'on'
  if (!isAsked || (fields as SettingFields)['json']?.kind !== 'switch') return
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  stdout.write(`${JSON.stringify({ error: name, message })}\n`)
}
