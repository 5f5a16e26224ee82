import type { Violation } from '@aster/core'

import { type CredentialField, listCredentialNames } from './credential-names.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface GivenCredential {
  /** The variable it stands in. */
  readonly name: string
  readonly value: string
}

/** One credential out of all the variables that may hold it. Those that disagree with the first become violations. */
export function findCredential(
  env: Environment,
  field: CredentialField,
  alias: string | undefined,
  violations: Violation[],
): GivenCredential | undefined {
  const set = listCredentialNames(field, alias).flatMap((name) => readVariable(env, name))
  const [first, ...others] = set
  const isCaseless = field !== 'apiKey' && field !== 'apiSecret'
  const normalize = (text: string) => (isCaseless ? text.toLowerCase().replace(/^0x/, '') : text)
  for (const other of others) {
    if (first === undefined || normalize(other.value) === normalize(first.value)) continue
    const message = `disagrees with ${first.name}; set one of them`
    violations.push({ field: other.name, rule: 'agreement', value: 'hidden', message })
  }
  return first
}

/** Names of the Python programs count in any letter case, as they read them; ours only as they are. */
function readVariable(env: Environment, name: string): GivenCredential[] {
  const isOurs = name.startsWith('ASTER_')
  const names = isOurs ? [name] : [name, ...Object.keys(env).filter((other) => other.toUpperCase() === name)]
  for (const candidate of names) {
    const value = env[candidate]?.trim() ?? ''
    if (value !== '') return [{ name: candidate, value }]
  }
  return []
}
