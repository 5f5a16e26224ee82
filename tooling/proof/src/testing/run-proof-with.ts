import { type Clock, createVirtualClock } from '@aster/core'
import { defineSettings, parseSettings, type SettingFields } from '@aster/runtime'

import type { Proof, ProofResult } from '../proof.ts'

/** Runs a proof as the command does, with these flags, without a process. */
export function runProofWith<F extends SettingFields>(
  proof: Proof<F>,
  options: { readonly flags?: readonly string[]; readonly plant?: string; readonly clock?: Clock } = {},
): Promise<ProofResult> {
  const definition = defineSettings({ program: proof.name, summary: proof.summary, fields: proof.fields })
  const settings = parseSettings(definition, { argv: options.flags ?? [], env: {} })
  return proof.run({
    values: settings.values,
    plant: options.plant,
    full: false,
    clock: options.clock ?? createVirtualClock({ startMs: 0 }),
    signal: new AbortController().signal,
    resolvePath: (path) => path,
    refuse: (field, rule) => settings.refuse(field, rule),
    note: () => {},
  })
}
