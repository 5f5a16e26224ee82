import { cutSignature, verifyMessage } from '@aster/auth'

import type { Benchmark } from '../benchmark.ts'
import { compare } from '../measure/compare.ts'
import { createDurationRow } from '../measure/create-duration-row.ts'
import { loadCcxt } from '../peers/load-ccxt.ts'
import { createSampleSigner, orderParams } from './sample-order.ts'

/** A whole signed order request: ours against ccxt's `sign` for the same parameters. Neither sends anything. */
export const signVersusCcxt: Benchmark = async (name, context) => {
  const { signer, privateKey } = await createSampleSigner(context.clock, context.engine)
  const ccxt = await loadCcxt(context.note)
  const exchange = new ccxt.aster({ privateKey: privateKey.reveal(), walletAddress: signer.address })
  const params = Object.fromEntries(orderParams)
  const signWithCcxt = () => exchange.sign('v3/order', 'fapiPrivate', 'POST', params)
  const { text, signature = '' } = cutSignature(signWithCcxt().body ?? '')
  if (verifyMessage({ text, signature, chainId: 1666, address: signer.address }) === undefined) {
    throw new Error('ccxt signs something else than expected; the comparison would mean nothing')
  }
  const comparison = await compare(
    (times) => {
      for (let i = 0; i < times; i++) signer.sign({ method: 'POST', params: orderParams })
    },
    (times) => {
      for (let i = 0; i < times; i++) signWithCcxt()
    },
    context,
  )
  return createDurationRow(
    { name, peerName: `ccxt ${ccxt.version} sign`, target: 8, engine: signer.engine },
    comparison,
  )
}
