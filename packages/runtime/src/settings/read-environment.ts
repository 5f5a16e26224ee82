import { isDeepStrictEqual } from 'node:util'

import type { SettingsDefinition } from './define-settings.ts'
import { isForOthers } from './known-names.ts'
import type { Given, Layer } from './layer.ts'
import type { Mistake } from './mistake.ts'
import { environmentPrefix, toEnvironmentName, toOwnEnvironmentName } from './names.ts'
import { parseField } from './parse-field.ts'
import type { Setting } from './setting.ts'
import { suggestName } from './suggest-name.ts'

/** What of a definition says how variables are understood. */
export type EnvironmentRules = Pick<SettingsDefinition, 'program' | 'fields' | 'knownNames' | 'withoutEffect'>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads variables with our prefix, and those that a setting is also named by. A name with the program in it
 * (`ASTER_DEMO_DURATION`) outranks the general one (`ASTER_DURATION`); a foreign name (`SERVER_PORT`) must agree with
 * ours. An empty variable counts as not given. Unknown ones with our prefix are warned about, by name only.
 *
 * @param place - Put before a variable's name in messages: `.env ` for a file.
 */
export function readEnvironment(definition: EnvironmentRules, env: Environment, place = ''): Layer {
  const { program, fields, knownNames, withoutEffect } = definition
  const given = new Map<string, Given>()
  const mistakes: Mistake[] = []
  const names = new Set<string>()
  for (const [key, field] of Object.entries(fields)) {
    if (field.flagOnly) continue
    const ours = [toOwnEnvironmentName(program, key), toEnvironmentName(key)]
    for (const name of [...ours, ...field.alsoNamed]) names.add(name)
    const own = ours.map((name) => readExactly(env, name)).find((found) => found !== undefined)
    const foreign = field.alsoNamed.map((name) => readLoosely(env, name)).filter((found) => found !== undefined)
    const [first, ...others] = own === undefined ? foreign : [own, ...foreign]
    if (first === undefined) continue
    given.set(key, { source: place + first.name, text: first.text })
    for (const { name, text } of others) {
      if (isSame(key, field, first.text, text)) continue
      const rule = `disagrees with ${place}${first.name}; set one of them`
      mistakes.push({ source: place + name, field: key, rule, value: field.secret ? undefined : text })
    }
  }
  const warnings: string[] = []
  for (const [name, why] of Object.entries(withoutEffect)) {
    const found = readLoosely(env, name)
    if (found !== undefined) warnings.push(`${place}${found.name}: has no effect: ${why}`)
  }
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(environmentPrefix) || text === undefined || names.has(name)) continue
    if (isForOthers(name, program, knownNames)) continue
    const near = suggestName(name, [...names])
    warnings.push(`${place}${name}: unknown variable, ignored${near === undefined ? '' : `; did you mean ${near}?`}`)
  }
  return { given, mistakes, warnings }
}

interface Variable {
  readonly name: string
  readonly text: string
}

function readExactly(env: Environment, name: string): Variable | undefined {
  const text = env[name]
  return text === undefined || text === '' ? undefined : { name, text }
}

/** In any letter case, as the programs read them that these names come from; the case of the table first. */
function readLoosely(env: Environment, name: string): Variable | undefined {
  const exact = readExactly(env, name)
  if (exact !== undefined) return exact
  const other = Object.keys(env).find((candidate) => candidate.toUpperCase() === name)
  return other === undefined ? undefined : readExactly(env, other)
}

/** Whether two texts mean the same value; of secrets and of what is wrong only the same text does. */
function isSame(key: string, field: Setting<unknown>, a: string, b: string): boolean {
  if (a.trim() === b.trim()) return true
  if (field.secret) return false
  const [one, other] = [a, b].map((text) => parseField(key, field, { source: '', text }))
  if (one === undefined || other === undefined || 'mistakes' in one || 'mistakes' in other) return false
  return isDeepStrictEqual(one.value, other.value)
}
