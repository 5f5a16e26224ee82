import { createSystemClock } from '@aster/core'
import { optionalSetting, setting, wholeNumber } from '@aster/runtime'

import { defineProof } from '../proof.ts'
import { runWebhookCrash } from '../webhook/run-webhook-crash.ts'
import { drawWebhookPlan } from '../webhook/webhook-plan.ts'
import { webhookPlants } from '../webhook/webhook-plants.ts'

const smallDose = 10
const largeDose = 200

/** A server that is killed between any two steps of the path of an alert, and a sender that repeats itself. */
export const webhookProof = defineProof({
  name: 'webhook',
  summary:
    'Alerts are sent to the webhook server as a real process, some of them twice at once; it is killed by SIGKILL between two steps, started again, and everything is sent once more: each alert is carried out once, none is lost, none overtakes another, and what is open has its one stop.',
  plants: webhookPlants,
  fields: {
    seeds: optionalSetting(wholeNumber({ min: 1 }), {
      description: `Runs; ${smallDose} unless given, ${largeDose} with --full.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    fromSeed: setting(wholeNumber({ min: 0 }), {
      description: 'The first seed.',
      placeholder: '<n>',
      default: 1,
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, signal, note }) {
    const clock = createSystemClock()
    const seeds = values.seeds ?? (full ? largeDose : smallDose)
    const bug = webhookPlants.find(({ name }) => name === plant)?.name
    const failures: string[] = []
    const totals = { runs: 0, signals: 0, executedTwice: 0, lost: 0, outOfOrder: 0, killed: 0, duplicatesRefused: 0 }
    for (let seed = values.fromSeed; seed < values.fromSeed + seeds && !signal.aborted; seed += 1) {
      const plan = drawWebhookPlan(seed)
      const where = `seed ${seed}, killed at step ${plan.killAt}`
      totals.runs += 1
      try {
        const run = await runWebhookCrash(plan, bug, clock)
        totals.signals += run.signals
        totals.executedTwice += run.executedTwice
        totals.lost += run.lost
        totals.outOfOrder += run.outOfOrder
        totals.duplicatesRefused += run.duplicatesRefused
        if (run.wasKilled) totals.killed += 1
        for (const violation of run.violations) {
          failures.push(`${where}: ${violation}`)
          note(`${where}: ${violation}`)
        }
      } catch (error) {
        failures.push(`${where}: broke off: ${String(error)}`)
      }
      if (seed % 10 === 0) note(`${totals.runs} runs, ${totals.killed} killed, ${failures.length} violations`)
      if (plant !== undefined && failures.length > 0) break
    }
    return { summary: totals, failures }
  },
})
