import { createRequire } from 'node:module'

import type * as HashWasm from 'hash-wasm'

import type { Benchmark } from '../benchmark.ts'
import { compare } from '../measure/compare.ts'
import { createDurationRow, roundFigure } from '../measure/create-duration-row.ts'
import { loadNativeCurve } from '../peers/load-native-curve.ts'
import { createSampleSigner, orderParams } from './sample-order.ts'

/** We may take 1.6 times as long as the bare libraries. */
const target = 1 / 1.6

/**
 * A whole signed order request against nothing but its arithmetic: three hashes of ready bytes and one native signature. No
 * nonce, no encoding, no text.
 */
export const signVersusNative: Benchmark = async (name, context) => {
  const { signer, privateKey } = await createSampleSigner(context.clock, context.engine)
  const { body } = signer.sign({ method: 'POST', params: orderParams })
  const curve = loadNativeCurve()
  const sign = (times: number) => {
    for (let i = 0; i < times; i++) signer.sign({ method: 'POST', params: orderParams })
  }
  const facts = { name, peerName: 'bare keccak + secp256k1', target, engine: signer.engine }
  if (curve === undefined) {
    context.note(`${name}: the native library does not load on this machine, so there is nothing to compare with`)
    const { oursUs } = await compare(sign, sign, context)
    return { ...facts, ours: roundFigure(oursUs), peer: null, ratio: null, unit: 'µs', better: 'lower', ok: false }
  }
  const hasher = await (createRequire(import.meta.url)('hash-wasm') as typeof HashWasm).createKeccak(256)
  const hash = (bytes: Uint8Array) => (hasher.init(), hasher.update(bytes), hasher.digest('binary'))
  const key = new Uint8Array(Buffer.from(privateKey.reveal().slice(2), 'hex'))
  const text = new Uint8Array(Buffer.from(body.slice(0, body.indexOf('&signature=')), 'utf8'))
  const struct = new Uint8Array(64)
  const envelope = new Uint8Array(66)
  const output = new Uint8Array(64)
  const signBare = (times: number) => {
    for (let i = 0; i < times; i++) {
      struct.set(hash(text), 32)
      envelope.set(hash(struct), 34)
      curve.ecdsaSign(hash(envelope), key, undefined, output)
    }
  }
  return createDurationRow(facts, await compare(sign, signBare, context))
}
