import { aggTradeStream } from './agg-trade.ts'
import { announcementStream } from './announcement.ts'
import { bookTickerAllStream } from './book-ticker-all.ts'
import { bookTickerStream } from './book-ticker.ts'
import { diffDepthStream } from './diff-depth.ts'
import { forceOrderAllStream } from './force-order-all.ts'
import { forceOrderStream } from './force-order.ts'
import { klineStream } from './kline.ts'
import { markPriceAllStream } from './mark-price-all.ts'
import { markPriceStream } from './mark-price.ts'
import { miniTickerAllStream } from './mini-ticker-all.ts'
import { miniTickerStream } from './mini-ticker.ts'
import { partialDepthStream } from './partial-depth.ts'
import { tickerAllStream } from './ticker-all.ts'
import { tickerStream } from './ticker.ts'
import { tradeProStream } from './trade-pro.ts'

/** Every market stream by name. */
export const streams = Object.freeze({
  aggTrade: aggTradeStream,
  markPrice: markPriceStream,
  markPriceAll: markPriceAllStream,
  kline: klineStream,
  miniTicker: miniTickerStream,
  miniTickerAll: miniTickerAllStream,
  ticker: tickerStream,
  tickerAll: tickerAllStream,
  bookTicker: bookTickerStream,
  bookTickerAll: bookTickerAllStream,
  forceOrder: forceOrderStream,
  forceOrderAll: forceOrderAllStream,
  partialDepth: partialDepthStream,
  diffDepth: diffDepthStream,
  tradePro: tradeProStream,
  announcement: announcementStream,
})

export type StreamName = keyof typeof streams
