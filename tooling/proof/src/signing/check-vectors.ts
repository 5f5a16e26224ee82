import {
  cutSignature,
  type EngineName,
  type ManagementCall,
  messageDigest,
  type Param,
  verifyHmac,
  verifyMessage,
} from '@aster/auth'
import { managementCalls } from '@aster/auth/wallet'

import type { SigningFacade } from './signing-facade.ts'
import type { HmacVector, ManagementVector, MessageVector, WithdrawalVector } from './vector-file.ts'

/** What differs, one line each; empty when the vector is reproduced. */
export type Differences = readonly string[]

const differ = (what: string, ours: unknown, theirs: unknown): Differences =>
  ours === theirs ? [] : [`${what} is ${String(ours)}, should be ${String(theirs)}`]

const readParams = (text: string): Param[] => [...new URLSearchParams(text)] as Param[]

/** Any text of type Message; those in our own order and place also go through the signer that orders go through. */
export function checkMessage(vector: MessageVector, signing: SigningFacade, engine: EngineName): Differences {
  const { chainId, privateKey, signingAddress, signature } = vector
  const encoded = signing.encode(vector.params, vector.encoding.startsWith('form') ? 'form' : 'percent')
  const text = vector.signedForm === 'encoded' ? encoded : decodeURIComponent(encoded)
  const digest = `0x${Buffer.from(messageDigest(text, chainId)).toString('hex')}`
  const place = vector.transport === 'query' ? `${vector.path}?` : ''
  const signed = signing.signText(text, chainId, privateKey, engine)
  const sent = `${place}${encoded}&signature=${signed}`
  const received = cutSignature(sent.slice(place.length))
  const verified = verifyMessage({ ...received, signature: received.signature ?? '', chainId, address: signingAddress })
  return [
    ...differ('the text', text, vector.msg),
    ...differ('the digest', digest, vector.digest ?? digest),
    ...differ('the signature', signed, signature),
    ...differ('the wire', sent, vector.wire ?? sent),
    ...differ('the signed form, as a server sees it,', verified, vector.signedForm),
    ...checkOrdered(vector, signing, engine),
  ]
}

function checkOrdered(vector: MessageVector, signing: SigningFacade, engine: EngineName): Differences {
  const names = vector.params.map(([name]) => name)
  const isOurs =
    vector.signedForm === 'encoded' &&
    !vector.encoding.startsWith('form') &&
    vector.transport === (vector.method === 'GET' ? 'query' : 'body') &&
    /(^|,)nonce,(user,)?signer$/.test(names.join()) &&
    vector.params.at(-1)?.[1] === vector.signingAddress
  if (!isOurs) return []
  const { query, body } = signing.signOrdered({
    privateKey: vector.privateKey,
    engine,
    method: vector.method,
    params: vector.params.slice(0, names.indexOf('nonce')),
    nonceUs: BigInt(vector.nonce),
    chainId: vector.chainId,
    signer: vector.signingAddress,
    user: vector.params.find(([name]) => name === 'user')?.[1],
  })
  return differ('the signed request', query + body, `${vector.msg}&signature=${vector.signature}`)
}

export function checkHmac(vector: HmacVector, signing: SigningFacade): Differences {
  const { query, body, totalParams, signature, secret } = vector
  const all = readParams(totalParams)
  const find = (wanted: string) => all.find(([name]) => name === wanted)?.[1]
  const isSplit = query !== '' && body !== ''
  const recvWindow = find('recvWindow')
  const business = all.filter(([name]) => name !== 'timestamp' && name !== 'recvWindow')
  const ours = isSplit
    ? []
    : differ(
        'the signed request',
        signing.signHmac(
          business,
          Number(find('timestamp')),
          recvWindow === undefined ? undefined : Number(recvWindow),
          secret,
        ),
        `${totalParams}&signature=${signature}`,
      )
  const sent =
    body === '' ? { query: `${query}&signature=${signature}`, body } : { query, body: `${body}&signature=${signature}` }
  return [...ours, ...differ('the verdict of a server', verifyHmac({ ...sent, secret }), true)]
}

export async function checkManagement(
  vector: ManagementVector,
  signing: SigningFacade,
  engine: EngineName,
): Promise<Differences> {
  const call = (Object.keys(managementCalls) as ManagementCall[]).find(
    (name) => managementCalls[name].primaryType === vector.primaryType,
  )
  if (call === undefined) return [`the call ${vector.primaryType} is unknown`]
  const params = readParams(vector.wire)
  const tailAt = params.findIndex(([name]) => name === 'asterChain')
  const request = {
    call,
    params: params.slice(0, tailAt),
    network: vector.message['AsterChain'] === 'Testnet' ? 'testnet' : 'mainnet',
    nonceUs: BigInt(String(vector.message['Nonce'])),
    signatureChainId: vector.chainId,
  } as const
  return differ('the signed request', await signing.signManagement(request, vector.privateKey, engine), vector.wire)
}

export async function checkWithdrawal(
  vector: WithdrawalVector,
  signing: SigningFacade,
  engine: EngineName,
): Promise<Differences> {
  const { message, privateKey, signature } = vector
  const withdrawal = {
    destination: message.destination,
    destinationChain: message['destination Chain'],
    token: message.token,
    amount: message.amount,
    fee: message.fee,
    nonceUs: BigInt(message.nonce),
    network: message['aster chain'] === 'Testnet' ? 'testnet' : 'mainnet',
  } as const
  return differ('the signature', await signing.signWithdrawal(withdrawal, privateKey, engine), signature)
}
