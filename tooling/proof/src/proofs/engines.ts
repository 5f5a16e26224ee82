import { agentSigner, listEngines, warmUpEngine } from '@aster/auth'
import { deriveAgentKey } from '@aster/auth/seeded'
import { createSeededRandom } from '@aster/core'
import { optionalSetting, setting, wholeNumber } from '@aster/runtime'
import { Wallet } from 'ethers'

import { defineProof } from '../proof.ts'
import { createRandomParams } from '../signing/create-random-params.ts'

const domain = { name: 'AsterSignTransaction', version: '1', chainId: 1666, verifyingContract: `0x${'0'.repeat(40)}` }
const types = { Message: [{ name: 'msg', type: 'string' }] }
const smallDose = 200
const largeDose = 10_000

/** What a bug does to the text that ethers signs; ours signs the good one, so the two must differ. */
const bugs: Readonly<Record<string, { meaning: string; spoil: (text: string) => string }>> = {
  'space-as-plus': { meaning: 'spaces are signed as +;', spoil: (text) => text.replaceAll('%20', '+') },
  'decoded-text': {
    meaning: 'the decoded text is signed;',
    spoil: (text) => decodeURIComponent(text),
  },
  'empty-values-dropped': {
    meaning: 'parameters without a value are not signed;',
    spoil: (text) =>
      text
        .split('&')
        .filter((pair) => !pair.endsWith('='))
        .join('&'),
  },
  'nonce-in-milliseconds': {
    meaning: 'the nonce counts milliseconds.',
    spoil: (text) => text.replace(/nonce=(\d{13})\d{3}/, 'nonce=$1'),
  },
}

/** All our engines and ethers sign random parameter maps; every byte has to agree. */
export const enginesProof = defineProof({
  name: 'engines',
  summary: 'Native, WebAssembly and JavaScript engines and ethers give the same bytes for random parameters.',
  plants: Object.entries(bugs).map(([name, { meaning }]) => ({ name, meaning })),
  fields: {
    maps: optionalSetting(wholeNumber({ min: 1 }), {
      description: `Parameter maps to sign; ${smallDose} unless given, ${largeDose} with --full.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    fromSeed: setting(wholeNumber({ min: 0 }), {
      description: 'Seed of the first map.',
      placeholder: '<n>',
      default: 1,
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, signal }) {
    const maps = values.maps ?? (full ? largeDose : smallDose)
    const spoil = plant === undefined ? (text: string) => text : (bugs[plant]?.spoil ?? ((text) => text))
    const engines = listEngines().flatMap(({ name, available }) => (available ? [name] : []))
    await warmUpEngine()
    const failures: string[] = []
    for (let seed = values.fromSeed; seed < values.fromSeed + maps; seed++) {
      signal.throwIfAborted()
      const random = createSeededRandom(seed)
      const privateKey = deriveAgentKey(random.fork('key'))
      const params = createRandomParams(random.fork('params'))
      const nonceUs = 1_748_310_859_508_867n + BigInt(seed)
      const texts = engines.map((engine) => {
        const signer = agentSigner({ privateKey, engine, nonces: { next: () => nonceUs, last: undefined } })
        return signer.sign({ method: 'POST', params }).body
      })
      const [text = ''] = texts[0]?.split('&signature=') ?? []
      const oracle = await new Wallet(privateKey.reveal()).signTypedData(domain, types, { msg: spoil(text) })
      const wrong = engines.filter((_, index) => texts[index] !== `${text}&signature=${oracle}`)
      if (wrong.length > 0)
        failures.push(
          `map of seed ${seed}: ${wrong.join(', ')} and ethers differ; again with --from-seed ${seed} --maps 1`,
        )
    }
    return { summary: { maps, engines: [...engines, 'ethers'], failed: failures.length }, failures }
  },
})
