import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'

import { Secret } from '@aster/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { loadVectors } from '../testdata/load-vectors.ts'
import { AccountKeysError } from './account-keys-error.ts'
import { readAccountKeys } from './read-account-keys.ts'
import { writeKeystore } from './write-keystore.ts'

const { keys } = loadVectors()
const privateKey = keys['agent']?.privateKey ?? ''
const otherKey = keys['child']?.privateKey ?? ''
const signer = keys['agent']?.address ?? ''
const user = keys['docUser']?.address ?? ''
const wallet = keys['master']?.address ?? ''
const passphrase = 'correct horse battery'

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'account-keys-'))
  const file = join(folder, '.aster/keys/desk.json')
  await writeKeystore({ file, privateKey: new Secret(privateKey), password: new Secret(passphrase), scryptN: 2 })
  mkdirSync(join(folder, 'odd'))
  writeFileSync(join(folder, 'odd/torn.json'), '{"version": 3')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (env: Record<string, string>, options: Partial<Parameters<typeof readAccountKeys>[0]> = {}) =>
  readAccountKeys({ env, alias: 'desk', resolvePath: (path) => join(folder, path), ...options })

async function refusal(...args: Parameters<typeof read>): Promise<string> {
  try {
    await read(...args)
  } catch (error) {
    if (!(error instanceof AccountKeysError)) throw error
    const shown = inspect(error, { depth: 10 })
    const isLeaky = [privateKey.slice(2), otherKey.slice(2), passphrase].some((secret) => shown.includes(secret))
    return isLeaky ? 'a secret was shown' : `${error.field} ${error.message}`
  }
  return 'none'
}

const open = { ASTER_DESK_KEYSTORE_PASSPHRASE: passphrase }

describe('the keys of an account', () => {
  it('come from the keystore at its place, with the wallet of settings or environment', async () => {
    const { v3 } = await read({ ...open, ASTER_DESK_USER: user })
    expect(v3).toMatchObject({ signer, user })
    expect(v3?.privateKey.reveal()).toBe(privateKey)
    expect((await read({ ASTER_KEYSTORE_PASSPHRASE: passphrase }, { wallet })).v3?.user).toBe(wallet)
    expect((await read({ ...open, ASTER_DESK_PRIVATE_KEY: privateKey.slice(2) })).v3?.signer).toBe(signer)
  })

  it('come from the environment where no keystore lies, and the passphrase from a person where no variable has it', async () => {
    const { v3 } = await read({ ASTER_LAB_PRIVATE_KEY: otherKey }, { alias: 'lab', wallet })
    expect(v3).toMatchObject({ user: wallet })
    const askPassphrase = async () => new Secret(passphrase)
    expect((await read({}, { askPassphrase })).v3?.signer).toBe(signer)
  })

  it.each([
    ['no passphrase', {}, {}, 'keystore needs its passphrase: set ASTER_DESK_KEYSTORE_PASSPHRASE or ASTER_KEYSTORE'],
    ['a wrong one', { ASTER_DESK_KEYSTORE_PASSPHRASE: 'wrong' }, {}, 'does not open with this password'],
    ['a missing keystore', open, { keystore: 'gone.json' }, 'gone.json does not exist'],
    ['a torn keystore', open, { keystore: 'odd/torn.json' }, 'torn.json is not an Ethereum V3 keystore'],
    ['an unknown alias', open, { alias: 'nobody' }, 'nobody.json, and ASTER_NOBODY_PRIVATE_KEY is missing'],
    ['another key', { ...open, ASTER_DESK_PRIVATE_KEY: otherKey }, {}, 'holds another key than ASTER_DESK_PRIVATE_KEY'],
    ['two wallets', { ...open, ASTER_DESK_USER: user }, { wallet }, 'wallet disagrees with ASTER_DESK_USER'],
    ['a wallet that is none', open, { wallet: '0x12' }, 'wallet must be 0x and 40 hex digits'],
  ])('are refused with %s, without a secret', async (_name, env, options, reason) => {
    expect(await refusal(env as Record<string, string>, options)).toContain(reason)
  })
})
