import { exchangeInfoEndpoint } from '@aster/api'

import type { Benchmark } from '../benchmark.ts'
import { compare } from '../measure/compare.ts'
import { createDurationRow } from '../measure/create-duration-row.ts'
import { createExchangeInfoText } from './sample-exchange-info.ts'

/** We may take three times as long as the bare parser. */
const target = 1 / 3

/** 300 symbols from text to typed result, against nothing but `JSON.parse` of the same text. */
export const readExchangeInfo: Benchmark = async (name, context) => {
  const text = createExchangeInfoText()
  const { result } = exchangeInfoEndpoint
  const comparison = await compare(
    (times) => {
      for (let i = 0; i < times; i++) result.parse(JSON.parse(text))
    },
    (times) => {
      for (let i = 0; i < times; i++) JSON.parse(text)
    },
    context,
  )
  return createDurationRow({ name, peerName: 'bare JSON.parse', target, engine: null }, comparison)
}
