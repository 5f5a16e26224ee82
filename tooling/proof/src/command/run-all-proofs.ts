import { parseSettings, defineSettings, type Output, type ProgramContext } from '@aster/runtime'

import { findProof, proofNames } from '../registry/proof-registry.ts'
import type { allFields } from './common-fields.ts'
import { reportResult } from './report-result.ts'

/** Runs every proof with its defaults. One that fails does not keep the others from running. */
export async function runAllProofs(context: ProgramContext<typeof allFields>): Promise<number> {
  const { values, clock, signal, stdout, stderr, resolvePath } = context
  let worst = 0
  for (const name of proofNames) {
    signal.throwIfAborted()
    const proof = await findProof(name)
    if (proof === undefined) continue
    const definition = defineSettings({ program: `proof ${name}`, summary: proof.summary, fields: proof.fields })
    const settings = parseSettings(definition, { argv: [], env: {} })
    const startedMs = clock.monotonicMs()
    const result = await proof.run({
      values: settings.values,
      plant: undefined,
      full: values.full,
      clock,
      signal,
      resolvePath,
      refuse: (field, rule) => settings.refuse(field, rule),
      note: (line) => stderr.write(`${line}\n`),
    })
    const elapsedMs = Math.round(clock.monotonicMs() - startedMs)
    const summary = values.json ? { proof: name, ...result.summary, elapsedMs } : { ...result.summary, elapsedMs }
    worst = Math.max(worst, reportResult(name, { ...result, summary }, { json: values.json, stdout, stderr }))
  }
  return worst
}

/** Proof and bug, one pair a line. */
export async function listPlants(stdout: Output): Promise<number> {
  for (const name of proofNames) {
    for (const plant of (await findProof(name))?.plants ?? []) stdout.write(`${name} ${plant.name}\n`)
  }
  return 0
}
