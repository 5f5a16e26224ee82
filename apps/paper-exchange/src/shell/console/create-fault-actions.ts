import { ParameterError } from '@aster/core'
import type { ConsoleAction, FormValues } from '@aster/runtime'
import type { Exchange, FaultScriptInput } from '@aster/simulator'

import type { FaultButton, FaultField } from '../../core/fault-button.ts'
import { createIncidentButtons, incidentTimeFields } from '../../core/incident-buttons.ts'
import { nameFields, readFaultForm } from '../../core/read-fault-form.ts'
import { requestFaultButtons, requestMatchFields } from '../../core/request-fault-buttons.ts'
import { streamFaultButtons, streamMatchFields } from '../../core/stream-fault-buttons.ts'

type Facts = Readonly<Record<string, unknown>>

/** A family of buttons: what they have in common, and where in a script they belong. */
interface Family {
  readonly id: 'request' | 'stream' | 'incident'
  readonly group: string
  readonly buttons: Readonly<Record<string, FaultButton>>
  readonly common: readonly FaultField[]
  makeScript(action: Facts, common: Facts, name: string): object
}

const effects: Readonly<Record<string, string>> = { reads: 'read', writes: 'write' }

/** `reads` and `writes` are no endpoints but what they do. */
const chooseRequests = ({ endpoint, ...match }: Facts): Facts => {
  const effect = effects[String(endpoint)]
  if (effect !== undefined) return { ...match, effect }
  return endpoint === undefined ? match : { ...match, endpoint }
}

const listFamilies = (symbols: readonly string[]): readonly Family[] => [
  {
    id: 'request',
    group: 'Faults of requests',
    buttons: requestFaultButtons,
    common: requestMatchFields,
    makeScript: (action, { times, ...match }, name) => ({
      rules: [{ name, match: chooseRequests(match), action, times }],
    }),
  },
  {
    id: 'stream',
    group: 'Faults of streams',
    buttons: streamFaultButtons,
    common: streamMatchFields,
    makeScript: (action, { times, ...match }, name) => ({ streams: [{ name, match, action, times }] }),
  },
  {
    id: 'incident',
    group: 'Incidents',
    buttons: createIncidentButtons(symbols),
    common: incidentTimeFields,
    makeScript: (action, time, name) => ({ incidents: [{ name, action, at: 0, ...time }] }),
  },
]

/** What a person did, for the list of what is active: the label and what was filled in. */
const nameFault = (label: string, values: Facts): string => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  const facts = given.map(([name, value]) => `${name} ${[value].flat().join('-')}`)
  return [label, ...facts].join(', ')
}

/** A button for each kind of fault that a script can hold, and those that load and clear one. */
export function createFaultActions({
  faults,
  symbols,
}: Pick<Exchange, 'faults' | 'symbols'>): readonly ConsoleAction[] {
  const single = listFamilies(symbols).flatMap((family) =>
    Object.entries(family.buttons).map(([kind, button]): ConsoleAction => {
      const own = button.fields ?? []
      const fields = [...own, ...family.common]
      return {
        id: `${family.id}-${kind}`,
        label: button.label,
        question: button.meaning,
        group: family.group,
        fields: fields.map(({ field }) => field),
        run: (values) => {
          const facts = readFaultForm(own, values)
          const common = readFaultForm(family.common, values)
          const name = nameFault(button.label, { ...facts, ...common, ...(common['at'] === 0 && { at: undefined }) })
          try {
            faults.add(family.makeScript({ kind, ...facts }, common, name) as FaultScriptInput)
          } catch (error) {
            throw error instanceof ParameterError ? nameFields(error, fields) : error
          }
          return Promise.resolve(`added: ${name}`)
        },
      }
    }),
  )
  return [createScriptAction(faults), createClearAction(faults), ...single]
}

const createClearAction = (faults: Exchange['faults']): ConsoleAction => ({
  id: 'clear-faults',
  label: 'Clear faults',
  question: 'Everything that goes wrong ends: rules, bans, outages, halts, silences. The clock is set right.',
  run: () => {
    faults.clear()
    return Promise.resolve('nothing goes wrong any more')
  },
})

const example = `{
  "rules": [
    {
      "match": { "endpoint": "placeOrder", "nth": 3 },
      "action": { "kind": "acceptThenError", "code": -1007 }
    }
  ]
}`

const createScriptAction = (faults: Exchange['faults']): ConsoleAction => ({
  id: 'load-script',
  label: 'Load a script',
  question: 'The script takes the place of every fault that is active.',
  fields: [{ kind: 'lines', id: 'script', label: 'Fault script, JSON', default: example }],
  run: ({ script = '' }: FormValues) => {
    try {
      faults.load(JSON.parse(script) as FaultScriptInput)
    } catch (error) {
      const message = error instanceof ParameterError ? describe(error) : 'must be JSON'
      throw new ParameterError('script', [{ field: 'script', rule: 'script', value: 'as given', message }])
    }
    return Promise.resolve('loaded')
  },
})

const describe = ({ violations }: ParameterError): string =>
  violations.map(({ field, message }) => `${field}: ${message}`).join('; ')
