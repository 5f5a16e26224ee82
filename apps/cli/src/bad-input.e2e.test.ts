import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'

import { writeKeystore } from '@aster/auth'
import { Secret } from '@aster/core'
import { openStateFolder } from '@aster/runtime'
import { testKeys } from '@aster/simulator/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const programs = {
  aster: fileURLToPath(new URL('./main.ts', import.meta.url)),
  'webhook-server': fileURLToPath(new URL('../../webhook-server/src/main.ts', import.meta.url)),
  'paper-exchange': fileURLToPath(new URL('../../paper-exchange/src/main.ts', import.meta.url)),
}
type ProgramName = keyof typeof programs

const { agent, child: stranger, master } = testKeys
const passphrase = 'correct horse battery staple'
const wrongPassphrase = 'wrong horse battery staple'
/** Not even root makes folders there. */
const readOnly = '/sys/aster-data'

let folder = ''
let busy: Server
let busyPort = ''
const held: Disposable[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aster-bad-'))
  const file = join(folder, '.aster/keys/desk.json')
  await writeKeystore({
    file,
    privateKey: new Secret(agent.privateKey),
    password: new Secret(passphrase),
    scryptN: 1_024,
  })
  // live trading wants a folder that an earlier start wrote
  mkdirSync(join(folder, 'proved'))
  const state = { format: 'aster-state', program: 'webhook-server', version: 2, starts: 3 }
  writeFileSync(join(folder, 'proved/state.json'), JSON.stringify(state))
  mkdirSync(join(folder, 'newer'))
  writeFileSync(join(folder, 'newer/state.json'), JSON.stringify({ ...state, version: 99 }))
  mkdirSync(join(folder, 'torn'))
  writeFileSync(join(folder, 'torn/state.json'), JSON.stringify(state).slice(0, 40))
  writeFileSync(join(folder, 'broken.json'), '{"port": ')
  writeFileSync(join(folder, 'types.json'), '{"port": [1], "refreshMs": {"ms": 5}, "json": "perhaps"}')
  held.push(openStateFolder({ path: join(folder, 'held'), program: 'webhook-server', version: 2 }))
  mkdirSync(join(folder, 'paper'))
  const database = new DatabaseSync(join(folder, 'paper/exchange.sqlite'))
  database.exec('BEGIN EXCLUSIVE')
  held.push({ [Symbol.dispose]: () => database.close() })
  busy = createServer()
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
  busyPort = String((busy.address() as AddressInfo).port)
})
afterAll(() => {
  for (const lock of held) lock[Symbol.dispose]()
  busy.close()
  rmSync(folder, { recursive: true, force: true })
})

function run(program: ProgramName, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [programs[program], ...words.map((word) => word.replace('BUSY', busyPort))], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    // what should have been refused runs: the test fails, and need not wait
    if (stdout.includes('ready')) child.kill('SIGTERM')
  })
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

const live = ['--mode', 'live', '--data', 'proved', '--port', '0']
const liveEnv = { WEBHOOK_SECRET: 'a-secret-of-some-length' }
const look = ['balances', '--url', 'http://127.0.0.1:1']

const table: readonly (readonly [
  what: string,
  program: ProgramName,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  lines: readonly string[],
])[] = [
  ['a broken file', 'aster', ['orders', '--config', 'broken.json'], {}, ['broken.json: is not valid JSON']],
  ['a broken file', 'webhook-server', ['--config', 'broken.json'], {}, ['broken.json: is not valid JSON']],
  ['a broken file', 'paper-exchange', ['--config', 'broken.json'], {}, ['broken.json: is not valid JSON']],
  [
    'wrong types, an unknown name and a bad variable, all at once',
    'aster',
    ['orders', '--config', 'types.json'],
    { ASTER_MODE: 'real' },
    [
      'types.json refreshMs: refreshMs must be',
      'types.json json: json must be on or off',
      'types.json port: unknown setting',
      'ASTER_MODE: mode must be one of',
    ],
  ],
  [
    'wrong types, an unknown name and a bad variable, all at once',
    'webhook-server',
    ['--config', 'types.json'],
    { ASTER_MODE: 'real' },
    [
      'types.json port: port must be',
      'types.json refreshMs: unknown setting',
      'types.json json: json must be on or off',
      'ASTER_MODE: mode must be one of',
    ],
  ],
  [
    'variables that disagree',
    'webhook-server',
    ['--mode', 'paper'],
    {
      ASTER_PORT: '8001',
      SERVER_PORT: '8002',
      ASTER_WEBHOOK_SECRET: 'one-secret-text',
      WEBHOOK_SECRET: 'other-secret-text',
    },
    [
      'SERVER_PORT: port disagrees with ASTER_PORT',
      'WEBHOOK_SECRET: webhookSecret disagrees with ASTER_WEBHOOK_SECRET',
    ],
  ],
  [
    'variables that disagree',
    'aster',
    look,
    { ASTER_PRIVATE_KEY: agent.privateKey, API_PRIVATE_KEY: stranger.privateKey },
    ['API_PRIVATE_KEY disagrees with ASTER_PRIVATE_KEY'],
  ],
  [
    'a keystore and a variable that disagree',
    'webhook-server',
    [...live, '--account', 'desk'],
    { ...liveEnv, ASTER_KEYSTORE_PASSPHRASE: passphrase, ASTER_DESK_PRIVATE_KEY: stranger.privateKey },
    ['desk.json holds another key than ASTER_DESK_PRIVATE_KEY'],
  ],
  [
    'an unknown alias',
    'aster',
    [...look, '--account', 'nobody'],
    {},
    ['nobody.json, and ASTER_NOBODY_PRIVATE_KEY is missing'],
  ],
  [
    'an unknown alias',
    'webhook-server',
    [...live, '--account', 'nobody'],
    liveEnv,
    ['nobody.json, and ASTER_NOBODY_PRIVATE_KEY is missing'],
  ],
  [
    'a wrong passphrase',
    'aster',
    [...look, '--account', 'desk'],
    { ASTER_KEYSTORE_PASSPHRASE: wrongPassphrase },
    ['desk.json does not open with this password'],
  ],
  [
    'a wrong passphrase',
    'webhook-server',
    [...live, '--account', 'desk'],
    { ...liveEnv, ASTER_KEYSTORE_PASSPHRASE: wrongPassphrase },
    ['desk.json does not open with this password'],
  ],
  ['a port in use', 'webhook-server', ['--data', 'fresh', '--port', 'BUSY'], {}, ['port']],
  [
    'the port of its console in use',
    'webhook-server',
    ['--data', 'fresh', '--port', '0', '--console-port', 'BUSY'],
    {},
    ['in use'],
  ],
  ['a port in use', 'paper-exchange', ['--port', 'BUSY'], {}, ['port is taken on 127.0.0.1']],
  ['a read-only disk', 'webhook-server', ['--data', readOnly, '--port', '0'], {}, ['--data: data cannot be written']],
  ['a read-only disk', 'paper-exchange', ['--data', readOnly, '--port', '0'], {}, ['--data: data cannot be used']],
  ['a read-only disk', 'aster', ['halt', '--halt-file', `${readOnly}/halt`], {}, ['haltFile cannot be written']],
  [
    'a folder that another program holds',
    'webhook-server',
    ['--data', 'held', '--port', '0'],
    {},
    ['--data: data is in use by webhook-server'],
  ],
  [
    'a folder that another program holds',
    'paper-exchange',
    ['--data', 'paper', '--port', '0'],
    {},
    ['data is in use by another process'],
  ],
  [
    'a folder of a newer version',
    'webhook-server',
    ['--data', 'newer', '--port', '0'],
    {},
    ['was written by a newer version (99; this one knows 2)'],
  ],
  [
    'a torn state file',
    'webhook-server',
    ['--data', 'torn', '--port', '0'],
    {},
    ['has a state.json that cannot be read'],
  ],
]

describe('bad input', () => {
  it.each(table)(
    '%s: %s says so once, ends with 2 and has begun nothing',
    async (_what, program, words, env, lines) => {
      const { code, stdout, stderr } = await run(program, words, env)
      for (const line of lines) expect(stderr).toContain(line)
      expect({ code, stderr }).toMatchObject({ code: 2 })
      // sentences for people, one each: no stack, nothing said twice, no secret
      const said = stderr.trimEnd().split('\n')
      expect(said).toHaveLength(Math.max(1, lines.length))
      expect(stderr).not.toMatch(/\n {4}at /)
      expect(stdout).not.toContain('ready')
      const secrets = [agent, stranger, master].map(({ privateKey }) => privateKey.slice(2))
      for (const secret of [...secrets, passphrase, wrongPassphrase, 'one-secret-text', 'other-secret-text']) {
        expect(stdout + stderr).not.toContain(secret)
      }
    },
  )
})
