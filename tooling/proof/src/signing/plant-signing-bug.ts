import type { Param } from '@aster/auth'

import type { Plant } from '../proof.ts'
import type { SigningFacade } from './signing-facade.ts'

const sortByName = (params: readonly Param[]) => params.toSorted(([a], [b]) => (a < b ? -1 : 1))

function decodeText(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

const bugs: Readonly<Record<string, { meaning: string; build: (good: SigningFacade) => Partial<SigningFacade> }>> = {
  'nonce-in-milliseconds': {
    meaning: 'the nonce counts milliseconds;',
    build: (good) => ({ signOrdered: (request) => good.signOrdered({ ...request, nonceUs: request.nonceUs / 1000n }) }),
  },
  'decoded-text': {
    meaning: 'the decoded text is signed and the encoded one sent;',
    build: (good) => ({ signText: (text, ...rest) => good.signText(decodeText(text), ...rest) }),
  },
  'wrong-chain-id': {
    meaning: 'mainnet is signed for the testnet and the reverse;',
    build: (good) => ({
      signOrdered: (request) => good.signOrdered({ ...request, chainId: request.chainId === 714 ? 1666 : 714 }),
    }),
  },
  'key-order': {
    meaning: 'parameters are sorted by name;',
    build: (good) => ({
      encode: (params, style) => good.encode(sortByName(params), style),
      signOrdered: (request) => good.signOrdered({ ...request, params: sortByName(request.params) }),
    }),
  },
  'double-encoding': {
    meaning: 'values are encoded twice;',
    build: (good) => ({
      encode: (params, style) =>
        good.encode(
          params.map(([name, value]) => [name, encodeURIComponent(value)]),
          style,
        ),
    }),
  },
  'bare-recovery-id': {
    meaning: 'v is 0 or 1;',
    build: (good) => ({
      signText: (...request) => good.signText(...request).replace(/1[bc]$/, (v) => (v === '1b' ? '00' : '01')),
    }),
  },
  'user-left-out': {
    meaning: 'the user is not part of what is signed;',
    build: (good) => ({ signOrdered: (request) => good.signOrdered({ ...request, user: undefined }) }),
  },
  'management-on-request-chain': {
    meaning: 'management calls are signed under the chain id of ordinary requests;',
    build: (good) => ({
      signManagement: (request, ...rest) => good.signManagement({ ...request, signatureChainId: 1666 }, ...rest),
    }),
  },
  'hmac-without-window': {
    meaning: 'recvWindow is sent without being signed;',
    build: (good) => ({
      signHmac: (params, timestampMs, _, secret) => good.signHmac(params, timestampMs, undefined, secret),
    }),
  },
  'rounded-amount': {
    meaning: 'the amount of a withdrawal passes through a float.',
    build: (good) => ({
      signWithdrawal: (withdrawal, ...rest) =>
        good.signWithdrawal({ ...withdrawal, amount: Number(withdrawal.amount).toFixed(8) }, ...rest),
    }),
  },
}

export const signingPlants: readonly Plant[] = Object.entries(bugs).map(([name, { meaning }]) => ({ name, meaning }))

/** The facade with one bug built in; the good one when none is asked for. */
export function plantSigningBug(good: SigningFacade, plant: string | undefined): SigningFacade {
  const bug = plant === undefined ? undefined : bugs[plant]
  return bug === undefined ? good : { ...good, ...bug.build(good) }
}
