import { inspect } from 'node:util'

import type { SignedRequest } from './signer.ts'

const formHeader = Object.freeze({ 'content-type': 'application/x-www-form-urlencoded' })
const noHeaders: Readonly<Record<string, string>> = Object.freeze({})

/** Takes the signature out of a form-encoded text. */
const redactText = (text: string): string => text.replace(/(ignature=)[^&]*/g, '$1[hidden]')

/** Lets a bag of headers be sent and spread, but not printed. */
export function hideHeaders(headers: Record<string, string>): Readonly<Record<string, string>> {
  const hidden = () => Object.fromEntries(Object.keys(headers).map((name) => [name, '[hidden]']))
  const prototype = Object.defineProperties(
    {},
    { toJSON: { value: hidden }, [inspect.custom]: { value: () => hidden() } },
  ) as object
  return Object.freeze(Object.assign(Object.create(prototype) as Record<string, string>, headers))
}

class SignedRequestText implements SignedRequest {
  readonly query: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly nonceUs: bigint | undefined
  readonly timestampMs: number
  constructor(
    place: 'query' | 'body',
    text: string,
    headers: Readonly<Record<string, string>>,
    nonceUs: bigint | undefined,
    timestampMs: number,
  ) {
    this.query = place === 'query' ? text : ''
    this.body = place === 'body' ? text : ''
    this.headers = headers
    this.nonceUs = nonceUs
    this.timestampMs = timestampMs
  }
  toJSON(): object {
    return {
      query: redactText(this.query),
      body: redactText(this.body),
      nonceUs: this.nonceUs?.toString(),
      timestampMs: this.timestampMs,
    }
  }
  [inspect.custom](): object {
    return this.toJSON()
  }
}

/** Puts a signed text where it travels. Printed or logged, the result shows neither signature nor headers. */
export function createSignedRequest(
  place: 'query' | 'body',
  text: string,
  facts: {
    keyHeaders?: Readonly<Record<string, string>> | undefined
    nonceUs?: bigint | undefined
    timestampMs: number
  },
): SignedRequest {
  const { keyHeaders, nonceUs, timestampMs } = facts
  const contentHeaders = place === 'body' ? formHeader : noHeaders
  const headers = keyHeaders === undefined ? contentHeaders : hideHeaders({ ...contentHeaders, ...keyHeaders })
  return new SignedRequestText(place, text, headers, nonceUs, timestampMs)
}
