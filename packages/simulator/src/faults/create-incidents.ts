import type { Clock, Random, Timer } from '@aster/core'

import { pickMs } from './duration.ts'
import type { Incident, IncidentAction } from './incident.ts'

/** What an incident has done so far. */
export interface IncidentReport {
  readonly name: string
  readonly kind: IncidentAction['kind']
  readonly fired: number
  /** It does not happen again. What it began may last. */
  readonly isSpent: boolean
}

export interface IncidentParts {
  readonly clock: Pick<Clock, 'schedule'>
  readonly perform: (action: IncidentAction, random: Random) => void
  readonly onFired: (record: { readonly rule: string; readonly action: string }) => void
}

/** Lets things happen to the exchange at their times. */
export interface Incidents {
  add(incidents: readonly Incident[], random: Random): void
  /** Nothing more happens by itself. What lasts is ended by who performs it. */
  clear(): void
  report(): readonly IncidentReport[]
}

interface ArmedIncident {
  readonly incident: Incident
  readonly name: string
  readonly random: Random
  fired: number
}

export function createIncidents({ clock, perform, onFired }: IncidentParts): Incidents {
  const timers = new Map<ArmedIncident, Timer>()
  let armed: readonly ArmedIncident[] = []

  const arm = (one: ArmedIncident, afterMs: number) => {
    timers.set(
      one,
      clock.schedule(afterMs, () => happen(one)),
    )
  }
  const happen = (one: ArmedIncident) => {
    const { action, everyMs, times } = one.incident
    one.fired += 1
    timers.delete(one)
    if (everyMs !== undefined && one.fired < (times ?? Infinity)) arm(one, everyMs)
    onFired({ rule: one.name, action: action.kind })
    perform(action, one.random)
  }
  const clear = () => {
    for (const timer of timers.values()) timer.cancel()
    timers.clear()
    armed = []
  }

  return {
    add(incidents, random) {
      const added = incidents.map((incident, index) => ({
        incident,
        name: incident.name ?? incident.action.kind,
        random: random.fork(`incident/${index}`),
        fired: 0,
      }))
      armed = [...added, ...armed.filter((one) => timers.has(one))]
      for (const one of added) arm(one, pickMs(one.incident.at, one.random))
    },
    clear,
    report: () =>
      armed.map((one) => ({
        name: one.name,
        kind: one.incident.action.kind,
        fired: one.fired,
        isSpent: !timers.has(one),
      })),
  }
}
