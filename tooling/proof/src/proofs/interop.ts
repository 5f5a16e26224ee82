import { choice, listSetting, optionalSetting, setting, wholeNumber } from '@aster/runtime'

import { compareRuns } from '../interop/agree/compare-runs.ts'
import { drawScript } from '../interop/agree/draw-script.ts'
import { runScript } from '../interop/agree/run-script.ts'
import { foreignClients } from '../interop/foreign-clients.ts'
import { installForeignPackages, readForeignVersion } from '../interop/foreign-packages.ts'
import { findFaultScript, interopPlants, isAgreePlant } from '../interop/interop-plants.ts'
import { openVenue } from '../interop/open-venue.ts'
import { readLeftovers } from '../interop/read-leftovers.ts'
import { type ClientReport, renderInteropTable } from '../interop/render-interop-table.ts'
import { runSession } from '../interop/run-session.ts'
import { defineProof } from '../proof.ts'

const names = [...Object.keys(foreignClients), 'agree']
const smallDose = 20
const largeDose = 200

/** Clients that somebody else wrote, unmodified but for their addresses, trade on a paper exchange over sockets. */
export const interopProof = defineProof({
  name: 'interop',
  summary:
    'Foreign clients, told nothing but the address, trade on a paper exchange; ccxt and ours end alike after the same scripts.',
  plants: interopPlants,
  fields: {
    clients: listSetting(choice(names), {
      description: `Which clients: ${names.slice(0, -1).join(', ')}; or agree, which compares ccxt with ours. All unless given.`,
      placeholder: '<client>',
      positional: true,
      flagOnly: true,
    }),
    scripts: optionalSetting(wholeNumber({ min: 1 }), {
      description: `How many random order scripts agree runs; ${smallDose} unless given, ${largeDose} with --full.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    fromSeed: setting(wholeNumber({ min: 0 }), {
      description: 'Seed of the first script.',
      placeholder: '<n>',
      default: 1,
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, clock, signal, note }) {
    const chosen = values.clients.length === 0 ? names : values.clients
    if (chosen.some((name) => !name.startsWith('stranger'))) await installForeignPackages(note)
    const failures: string[] = []
    const reports: ClientReport[] = []
    for (const name of chosen) {
      const client = foreignClients[name]
      if (client === undefined) continue
      signal.throwIfAborted()
      await using venue = await openVenue(findFaultScript(plant))
      const results = await runSession(client, venue, clock)
      const version = client.packageName === undefined ? '–' : await readForeignVersion(client.packageName)
      reports.push({ client: client.name, version, speaks: client.speaks, results })
      for (const { name: step, outcome, reason } of results) {
        if (outcome === 'missed') failures.push(`${client.name}, ${step}: ${reason}`)
      }
      for (const line of readLeftovers(await venue.readState())) failures.push(`${client.name}: ${line}`)
    }
    if (reports.length > 0) note(renderInteropTable(reports))

    const agree = { scripts: 0, fills: 0, differences: 0 }
    const scripts = chosen.includes('agree') ? (values.scripts ?? (full ? largeDose : smallDose)) : 0
    for (let seed = values.fromSeed; seed < values.fromSeed + scripts; seed++) {
      signal.throwIfAborted()
      const steps = drawScript(seed)
      const ours = await runScript(steps, 'ours', { clock, ...(isAgreePlant(plant) && { plant }) })
      const theirs = await runScript(steps, 'ccxt', { clock })
      const differences = compareRuns(ours, theirs)
      agree.scripts += 1
      agree.fills += ours.end.fills.length
      agree.differences += differences.length
      for (const line of differences) {
        failures.push(`script ${seed}, ${line}; again with agree --from-seed ${seed} --scripts 1`)
      }
      if (agree.scripts % 50 === 0) note(`${agree.scripts} of ${scripts} scripts`)
    }
    return { summary: { clients: reports.map(summarize), agree }, failures }
  },
})

const summarize = ({ client, version, results }: ClientReport) => ({
  client,
  version,
  steps: results.length,
  passed: results.filter(({ outcome }) => outcome === 'passed').length,
  missed: results.filter(({ outcome }) => outcome === 'missed').length,
  cannot: results.filter(({ outcome }) => outcome === 'cannot').map(({ name }) => name),
})
