import type { ProgramContext, SettingFields, ValuesOf } from '@aster/runtime'

import type { Proof } from '../proof.ts'
import type { commonFields } from './common-fields.ts'
import { reportResult } from './report-result.ts'

type CommonFields = ReturnType<typeof commonFields>

/** Runs one proof with its settings and reports it. Returns the exit code: 0 when it holds, 1 when not. */
export async function runProof<F extends SettingFields>(
  proof: Proof<F>,
  context: ProgramContext<F & CommonFields>,
): Promise<number> {
  const { clock, signal, stdout, stderr, settings, resolvePath } = context
  const common = context.values as ValuesOf<CommonFields>
  if (common.plants) {
    for (const { name } of proof.plants) stdout.write(`${name}\n`)
    return 0
  }
  const result = await proof.run({
    values: context.values as ValuesOf<SettingFields> as ValuesOf<F>,
    plant: common.plant,
    full: common.full,
    clock,
    signal,
    resolvePath,
    refuse: (field, rule) => settings.refuse(field, rule),
    note: (line) => stderr.write(`${line}\n`),
  })
  return reportResult(proof.name, result, { json: common.json, plant: common.plant, stdout, stderr })
}
