// What is signed, to the letter: the text, its digest, and the address that it proves.
import { agentSigner, createNonceSource, explainSignature } from '@aster/auth'
import { createSystemClock, Secret } from '@aster/core'

// A published test key. Never fund it.
const privateKey = new Secret('0x4fd0a42218f3eae43a6ce26d22544e986139a01e5b34a62db53757ffca81bae1')
const signer = agentSigner({ privateKey, nonces: createNonceSource({ clock: createSystemClock() }) })
const signed = signer.sign({
  method: 'POST',
  params: [
    ['symbol', 'BTCUSDT'],
    ['side', 'BUY'],
  ],
})
console.log(explainSignature({ body: signed.body, chainId: 1666 }))
