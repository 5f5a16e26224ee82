import { defineSettings, type ProgramHost, runProgram, SettingsError, suggestName } from '@aster/runtime'

import { findProof, proofNames } from '../registry/proof-registry.ts'
import { allFields, commonFields } from './common-fields.ts'
import { listPlants, runAllProofs } from './run-all-proofs.ts'
import { runProof } from './run-proof.ts'

const summary = 'Repeatable proofs on material of your choice.'

/**
 * `proof <name> …`: the name comes first, its flags follow. Exit codes: 0 the proof holds, 1 it does not, 2 the command
 * cannot be accepted, which includes proofs that are not built yet.
 */
export async function runCommand(host: ProgramHost): Promise<void> {
  const [name, ...argv] = host.argv.filter((word) => word !== '--')
  if (name === 'all') return runAll({ ...host, argv })
  const proof = name === undefined ? undefined : await findProof(name)
  if (proof === undefined) return runOverview(host, name)
  const settings = defineSettings({
    program: `proof ${proof.name}`,
    summary: proof.summary,
    fields: { ...proof.fields, ...commonFields(proof.plants) },
  })
  return runProgram({ settings, main: (context) => runProof(proof, context) }, { ...host, argv })
}

function runAll(host: ProgramHost): Promise<void> {
  const settings = defineSettings({
    program: 'proof all',
    summary: 'Every proof there is, one after the other.',
    fields: allFields,
  })
  return runProgram(
    {
      settings,
      main: async (context) => (context.values.plants ? listPlants(context.stdout) : runAllProofs(context)),
    },
    host,
  )
}

/** Without the name of a proof: what there is, or what is wrong with the name. */
function runOverview(host: ProgramHost, name: string | undefined): Promise<void> {
  const isHelp = name === '--help' || name === '-h'
  const settings = defineSettings({
    program: 'proof',
    summary: `${summary} There are: ${proofNames.join(', ')}, all.`,
    fields: {},
    examples: [
      {
        command: 'pnpm proof signing vectors.json --json',
        meaning: 'Runs one proof; --help after its name shows its flags.',
      },
      { command: 'pnpm proof signing --plants', meaning: 'Lists the bugs that can be planted in it, one a line.' },
      {
        command: 'pnpm proof signing --plant wrong-chain-id',
        meaning: 'Plants one; the proof must end with exit code 1.',
      },
      { command: 'pnpm proof all --full', meaning: 'Runs every proof in its large dose.' },
    ],
  })
  const main = async () => {
    throw new SettingsError([{ source: 'proof', field: undefined, rule: describeName(name), value: undefined }])
  }
  return runProgram({ settings, main }, { ...host, argv: isHelp ? ['--help'] : [] })
}

function describeName(name: string | undefined): string {
  const known = `there are ${proofNames.join(', ')} and all`
  if (name === undefined) return `needs the name of a proof; ${known}`
  if (name.startsWith('-')) return `the name of the proof comes first; ${known}`
  const near = suggestName(name, proofNames)
  return `${name} is not a proof${near === undefined ? '' : `, did you mean ${near}?`}; ${known}`
}
