import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, platform, release } from 'node:os'

import { credentialNames, readCredentials, selectEngine } from '@aster/auth'
import { createRedactor, type FoundConnection, readFeedFiles, renderSettings } from '@aster/runtime'

import type { CliContext, Command } from '../shell/command.ts'
import { findProgram } from '../shell/find-records.ts'
import { refuseFailure } from '../shell/refuse-failure.ts'

const keptEvents = 500

/** One JSON file that is safe to share: machine, settings with their sources, the last events. No key, no signature. */
export const writeBundle: Command = (context) => {
  const { values, env, clock, settings, resolvePath } = context
  const program = findProgram(context)
  const feed = values.feed === undefined ? program?.feed : resolvePath(values.feed)
  const redactor = createRedactor([...listSecrets(env), ...listPaperKeys(program)])
  const bundle = redactor.redactValue({
    madeAt: new Date(clock.now()).toISOString(),
    machine: { node: process.version, platform: platform(), release: release(), arch: arch() },
    signingEngine: selectEngine('auto').name,
    settings: renderSettings(settings).split('\n'),
    credentials: describeCredentials(context),
    program: program && describeProgram(program),
    events:
      feed === undefined
        ? []
        : refuseFailure(context, 'feed', 'read', () => readFeedFiles(feed).events.slice(-keptEvents)),
  })
  const text = `${JSON.stringify(bundle, undefined, 2)}\n`
  if (values.output === undefined) return Promise.resolve({ data: bundle, text })
  const path = resolvePath(values.output)
  refuseFailure(context, 'output', 'written', () => writeFileSync(path, text, { mode: 0o600 }))
  return Promise.resolve({ data: { file: path }, text: `${path}\n` })
}

/** Worth nothing, and yet a key. */
function listPaperKeys(program: FoundConnection | undefined): string[] {
  if (program === undefined || !existsSync(program.keyFile)) return []
  const key = readFileSync(program.keyFile, 'utf8').trim()
  return [key, key.replace(/^0x/, '')]
}

function describeProgram({ program, processId, startedMs, endedMs, isRunning, restUrl, user }: FoundConnection) {
  return { program, processId, startedMs, endedMs, isRunning, restUrl, user }
}

/** Every variable whose name says that it is a secret, whoever set it. */
function listSecrets(env: CliContext['env']): string[] {
  const known = new Set([...credentialNames.privateKey, ...credentialNames.apiKey, ...credentialNames.apiSecret])
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value !== '' && (known.has(name) || /KEY|SECRET|PASS|TOKEN|WEBHOOK|HEARTBEAT/.test(name))
      ? [value]
      : [],
  )
}

/** Which kinds of keys there are; never a value. */
function describeCredentials({ env, values }: CliContext): string {
  try {
    const { v3, v1 } = readCredentials(env, { alias: values.account, required: 'none' })
    return [v3 && `V3 agent ${v3.signer}`, v1 && 'V1 key'].filter(Boolean).join(', ') || 'none'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
