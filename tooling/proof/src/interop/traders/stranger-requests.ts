import { createHmac } from 'node:crypto'

import type { Clock, Random } from '@aster/core'
import { Wallet } from 'ethers'

import type { Venue } from '../foreign-trader.ts'
import { drawHabits, type Habits, shuffle } from './stranger-habits.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Params = Readonly<Record<string, unknown>>

/** Sends one request with habits of its own. An answer that is an error throws. */
export type Send = (method: Method, path: string, params?: Params, version?: 'open') => Promise<unknown>

const domain = { name: 'AsterSignTransaction', version: '1', chainId: 1666, verifyingContract: `0x${'0'.repeat(40)}` }
const types = { Message: [{ name: 'msg', type: 'string' }] }
const encode = ([name, value]: readonly [string, string]) => `${name}=${encodeURIComponent(value)}`
const plain = ([name, value]: readonly [string, string]) => `${name}=${value}`

/** Signs with ethers and node:crypto alone, knowing nothing of our own packages. */
export function createStrangerRequests(
  venue: Venue,
  signs: 'v1' | 'v3',
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Send {
  const wallet = new Wallet(venue.v3.signerKey)
  let lastNonce = 0n

  const nextNonce = (): string => {
    lastNonce = clock.nowUs() > lastNonce ? clock.nowUs() : lastNonce + 1n
    return String(lastNonce)
  }

  const signV3 = async (pairs: readonly (readonly [string, string])[], habits: Habits): Promise<string> => {
    const address = (text: string) => (habits.lowerCaseAddresses ? text.toLowerCase() : text)
    const named: (readonly [string, string])[] = [
      ['user', address(venue.v3.user)],
      ['signer', address(venue.v3.signer)],
      ['nonce', nextNonce()],
    ]
    const all = habits.shuffled ? shuffle([...pairs, ...named], random) : [...pairs, ...named]
    const text = all.map(encode).join('&')
    const msg = habits.signedText === 'encoded' ? text : all.map(plain).join('&')
    let signature = await wallet.signTypedData(domain, types, { msg })
    if (habits.recovery === 0) signature = signature.slice(0, -2) + (signature.endsWith('1b') ? '00' : '01')
    const pair = `signature=${habits.hexPrefix ? signature : signature.slice(2)}`
    return habits.signatureFirst ? `${pair}&${text}` : `${text}&${pair}`
  }

  const signV1 = (pairs: readonly (readonly [string, string])[], habits: Habits): string => {
    const named: (readonly [string, string])[] = [
      ['timestamp', String(clock.now())],
      ['recvWindow', '10000'],
    ]
    const all = habits.shuffled ? shuffle([...pairs, ...named], random) : [...pairs, ...named]
    const text = all.map(encode).join('&')
    const signature = createHmac('sha256', venue.v1.apiSecret).update(text).digest('hex')
    return habits.signatureFirst ? `signature=${signature}&${text}` : `${text}&signature=${signature}`
  }

  return async (method, path, params = {}, version) => {
    const habits = drawHabits(random)
    const pairs = Object.entries(params).map(([name, value]): [string, string] => [name, toText(value, habits)])
    if (habits.unknownParameter) pairs.push(['futureFlag', 'some value, with & and ='])
    const isOpen = version === 'open'
    const text = isOpen
      ? pairs.map(encode).join('&')
      : await (signs === 'v3' ? signV3(pairs, habits) : signV1(pairs, habits))
    const inForm = method !== 'GET' && habits.where === 'form'
    const answer = await fetch(venue.restUrl + path + (inForm ? '' : `?${text}`), {
      method,
      headers: {
        'content-type': inForm ? 'application/x-www-form-urlencoded' : 'application/json',
        ...(signs === 'v1' && { 'X-MBX-APIKEY': venue.v1.apiKey }),
      },
      ...(inForm && { body: text }),
    })
    const body = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} ${body} to ${JSON.stringify(habits)}`)
    return JSON.parse(body) as unknown
  }
}

/** Lists as JSON; ids in them as numbers or as text. */
const toText = (value: unknown, { idsAsText }: Habits): string => {
  if (!Array.isArray(value)) return String(value)
  const list: readonly unknown[] = value
  return JSON.stringify(list.map((entry) => (typeof entry === 'string' && !idsAsText ? Number(entry) : entry)))
}
