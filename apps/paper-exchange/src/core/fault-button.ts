import type { ConsoleField } from '@aster/runtime'
import type { FaultKind, FaultScriptInput } from '@aster/simulator'

export type StreamFaultKind = NonNullable<FaultScriptInput['streams']>[number]['action']['kind']
export type IncidentKind = NonNullable<FaultScriptInput['incidents']>[number]['action']['kind']
export type { FaultKind }

/** A field of a button; its id is the name of the parameter in the script. */
export interface FaultField {
  readonly field: ConsoleField
  /** How its text is read. What stays empty is left to the script's default. */
  readonly reads: 'text' | 'number' | 'duration' | 'flag'
}

/** What a person needs to know to cause one kind of trouble. */
export interface FaultButton {
  readonly label: string
  /** What happens, in a sentence. */
  readonly meaning: string
  readonly fields?: readonly FaultField[]
}

type Facts = { readonly default?: string; readonly help?: string }

export const numberField = (id: string, label: string, facts: Facts = {}): FaultField => ({
  field: { kind: 'text', id, label, isOptional: true, maxLength: 20, ...facts },
  reads: 'number',
})

export const durationField = (id: string, label: string, facts: Facts = {}): FaultField => ({
  field: { kind: 'text', id, label, isOptional: true, maxLength: 20, help: 'Or a range such as 1000-5000.', ...facts },
  reads: 'duration',
})

export const textField = (
  id: string,
  label: string,
  facts: Facts & { readonly suggestions?: readonly string[] } = {},
): FaultField => ({ field: { kind: 'text', id, label, isOptional: true, ...facts }, reads: 'text' })

export const choiceField = (
  id: string,
  label: string,
  options: Readonly<Record<string, string>>,
  reads: 'text' | 'flag' | 'number' = 'text',
): FaultField => ({
  field: {
    kind: 'choice',
    id,
    label,
    options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
  },
  reads,
})
