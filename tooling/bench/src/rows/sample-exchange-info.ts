import { defaultExchangeInfo } from '@aster/simulator'

const count = 300

/** Fields that live answers have and the documentation does not. */
const liveFields = {
  tradingMode: 0,
  channel: '',
  sequenceNo: 10,
  twapMinNotional: '1000',
  createTime: 1_630_045_468_108,
}

/** An exchangeInfo answer of 300 symbols as it comes over the wire: the recorded symbols, again and again by other names. */
export function createExchangeInfoText(): string {
  const { symbols, ...frame } = defaultExchangeInfo
  const many = Array.from({ length: count }, (_, index) => {
    const name = `B${index}USDT`
    return { ...symbols[index % symbols.length], symbol: name, pair: name, baseAsset: `B${index}`, ...liveFields }
  })
  return JSON.stringify({ ...frame, serverTime: 1_768_185_214_423, symbols: many })
}
