import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { type EngineName, listEngines, warmUpEngine } from '@aster/auth'
import { plainText, setting } from '@aster/runtime'

import { defineProof, type ProofContext } from '../proof.ts'
import {
  checkHmac,
  checkManagement,
  checkMessage,
  checkWithdrawal,
  type Differences,
} from '../signing/check-vectors.ts'
import { plantSigningBug, signingPlants } from '../signing/plant-signing-bug.ts'
import { signingFacade } from '../signing/signing-facade.ts'
import { VectorFile } from '../signing/vector-file.ts'

const ownVectors = fileURLToPath(
  new URL('../../../../packages/auth/src/testdata/signing-vectors.json', import.meta.url),
)

const fields = {
  file: setting(plainText(), {
    description: 'Vectors in the format of signing-vectors.json; our own copy unless given.',
    placeholder: '<vectors.json>',
    default: ownVectors,
    positional: true,
    flagOnly: true,
  }),
}

/** Every vector of a file through our signers, on every engine that loads here. */
export const signingProof = defineProof({
  name: 'signing',
  summary: 'Every signing vector of a file comes out of our signers to the byte, on every engine.',
  plants: signingPlants,
  fields,
  async run(context) {
    const vectors = await readVectors(context)
    const signing = plantSigningBug(signingFacade, context.plant)
    const engines = listEngines().flatMap(({ name, available }) => (available ? [name] : []))
    await warmUpEngine()
    const failed = new Map<string, Differences>()
    const check = async (
      id: string,
      engine: EngineName | 'hmac',
      compare: () => Differences | Promise<Differences>,
    ) => {
      const found = await compareSafely(compare)
      if (found.length === 0) return
      failed.set(id, [...(failed.get(id) ?? []), ...found.map((line) => `${id} (${engine}): ${line}`)])
    }
    const { hmac, eip712Message, eip712Management, eip712Withdraw } = vectors
    for (const vector of hmac) await check(vector.id, 'hmac', () => checkHmac(vector, signing))
    for (const engine of engines) {
      for (const vector of eip712Message) await check(vector.id, engine, () => checkMessage(vector, signing, engine))
      for (const vector of eip712Management)
        await check(vector.id, engine, () => checkManagement(vector, signing, engine))
      for (const vector of eip712Withdraw)
        await check(vector.id, engine, () => checkWithdrawal(vector, signing, engine))
    }
    return {
      summary: {
        vectors: countVectors(vectors),
        failed: failed.size,
        engines,
        superseded: vectors.legacyAbiKeccak.length,
      },
      failures: [...failed.values()].flat(),
    }
  },
})

async function readVectors({ values, resolvePath, refuse }: ProofContext<typeof fields>): Promise<VectorFile> {
  const text = await readFile(resolvePath(values.file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refuse(
      'file',
      error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code ?? 'unknown error'})`,
    )
  })
  const parsed = VectorFile.safeParse(parseJson(text) ?? null)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw refuse(
      'file',
      `is not a file of signing vectors: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trimEnd(),
    )
  }
  if (countVectors(parsed.data) === 0) throw refuse('file', 'holds no signing vectors')
  return parsed.data
}

/** A vector that our signers refuse to sign is not reproduced either. */
async function compareSafely(compare: () => Differences | Promise<Differences>): Promise<Differences> {
  try {
    return await compare()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

const countVectors = ({ hmac, eip712Message, eip712Management, eip712Withdraw }: VectorFile): number =>
  hmac.length + eip712Message.length + eip712Management.length + eip712Withdraw.length

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
