import { Wallet } from 'ethers'

import type { Benchmark } from '../benchmark.ts'
import { compare } from '../measure/compare.ts'
import { createDurationRow } from '../measure/create-duration-row.ts'
import { createSampleSigner, orderParams, sampleUser } from './sample-order.ts'

/** A whole signed order request, from parameters to wire text: ours against the same made with ethers' signTypedData. */
export const signVersusEthers: Benchmark = async (name, context) => {
  const { signer, privateKey } = await createSampleSigner(context.clock, context.engine)
  const wallet = new Wallet(privateKey.reveal())
  const domain = { name: 'AsterSignTransaction', version: '1', chainId: 1666, verifyingContract: `0x${'0'.repeat(40)}` }
  const types = { Message: [{ name: 'msg', type: 'string' }] }
  const signWithEthers = async () => {
    const nonceUs = context.clock.nowUs()
    const tail = [
      ['nonce', nonceUs.toString()],
      ['user', sampleUser],
      ['signer', wallet.address],
    ]
    const text = [...orderParams, ...tail]
      .map(([key = '', value = '']) => `${key}=${encodeURIComponent(value)}`)
      .join('&')
    return `${text}&signature=${await wallet.signTypedData(domain, types, { msg: text })}`
  }
  const comparison = await compare(
    (times) => {
      for (let i = 0; i < times; i++) signer.sign({ method: 'POST', params: orderParams })
    },
    async (times) => {
      for (let i = 0; i < times; i++) await signWithEthers()
    },
    context,
  )
  return createDurationRow({ name, peerName: 'ethers signTypedData', target: 8, engine: signer.engine }, comparison)
}
