import { originalNames } from '@aster/core'
import {
  choice,
  decimalNumber,
  defineSettings,
  haltFields,
  keyFields,
  listSetting,
  logFields,
  modeChecks,
  modeFields,
  noticeChecks,
  noticeFields,
  optionalSetting,
  plainText,
  setting,
  wholeNumber,
} from '@aster/runtime'

import { accessFields } from './access-settings.ts'
import { commandFields } from './command-settings.ts'
import { describeCommands } from './core/command-names.ts'
import { parseRoster } from './core/parse-roster.ts'
import { edgeChecks, edgeFields } from './edge-settings.ts'

const neverRepeated = 'an order is never sent again blindly; what had no answer is looked up by its id'

/** Everything the server can be told, also by the names of the original. */
export const webhookServerSettings = defineSettings({
  program: 'webhook-server',
  summary: `takes alerts of TradingView and turns each into one protected position, once.\n\nCommands\n${describeCommands()}`,
  examples: [
    {
      command: 'pnpm webhook-server --mode paper',
      meaning: 'Starts an exchange of its own and prints a curl that works.',
    },
    {
      command: 'pnpm webhook-server --mode paper --rest-url http://127.0.0.1:9001 --ws-url ws://127.0.0.1:9001',
      meaning: 'On a paper exchange that runs already.',
    },
    {
      command: 'pnpm webhook-server --mode live --account main --symbols BTCUSDT',
      meaning: 'With money. Needs WEBHOOK_SECRET, and a data folder that an earlier start wrote.',
    },
    {
      command: 'pnpm webhook-server doctor --mode live --account main',
      meaning: 'Checks everything that has to be right before that.',
    },
    {
      command: 'pnpm webhook-server template open-long --public-url https://alerts.example.com',
      meaning: 'Prints what to paste into TradingView.',
    },
  ],
  withoutEffect: {
    MAX_RETRIES: neverRepeated,
    RATE_LIMIT_RETRY_DELAY: `${neverRepeated}; reads wait as long as the exchange says`,
  },
  knownNames: ['ASTER_API_*', 'ASTER_USER', 'ASTER_SIGNER', 'ASTER_PRIVATE_KEY'],
  fields: {
    ...commandFields,
    ...modeFields,
    ...haltFields,
    ...keyFields,
    ...logFields,
    ...noticeFields,
    host: setting(plainText(), {
      description: 'Address to listen on. Any other than loopback needs secrets of your own.',
      placeholder: '<address>',
      default: '127.0.0.1',
      alsoNamed: originalNames.host,
    }),
    port: setting(wholeNumber({ min: 0, max: 65_535 }), {
      description: 'Port for alerts; 0 takes a free one.',
      placeholder: '<n>',
      default: 8_000,
      alsoNamed: originalNames.port,
    }),
    consolePort: setting(wholeNumber({ min: 0, max: 65_535 }), {
      description: 'Port of the console, on loopback only; 0 takes a free one.',
      placeholder: '<n>',
      default: 0,
    }),
    data: setting(plainText(), {
      description: 'Folder for signals and journal. One server per folder.',
      placeholder: '<folder>',
      default: '.aster/webhook-server',
    }),
    copies: listSetting(plainText(), {
      description:
        'Further accounts that do the same: desk, desk:0.5 for half the size, desk:1:dry to only say what it would do.',
      placeholder: '<alias[:weight][:dry],…>',
    }),
    strategies: optionalSetting(plainText(), {
      description:
        'JSON file with what each strategy may do: symbols, maxOrderNotional, maxPositionNotional, accounts, scale, stopPercent.',
      placeholder: '<file>',
    }),
    locks: setting(plainText(), {
      description:
        'Folder in which programs of this machine say which symbols of which account they trade: no two the same.',
      placeholder: '<folder>',
      default: '.aster/locks',
    }),
    symbols: listSetting(plainText(), {
      description: 'Symbols that alerts may trade.',
      placeholder: '<symbol,…>',
      default: ['BTCUSDT'],
    }),
    restUrl: optionalSetting(plainText(), {
      description: 'Address of the exchange. ASTERDEX_BASE_URL counts only when live.',
      placeholder: '<url>',
      alsoNamed: originalNames.restUrl,
    }),
    wsUrl: optionalSetting(plainText(), { description: 'Address of its streams.', placeholder: '<url>' }),
    ...accessFields,
    maxAgeMs: setting(wholeNumber({ min: 1, unit: 'milliseconds' }), {
      description: 'An older alert opens nothing.',
      placeholder: '<ms>',
      default: 60_000,
    }),
    dedupeWindowMs: setting(wholeNumber({ min: 0, unit: 'milliseconds' }), {
      description:
        'Equal alerts without id and time within it are one. Those with either are one for as long as signals are kept.',
      placeholder: '<ms>',
      default: 45_000,
    }),
    keepSignalsDays: setting(wholeNumber({ min: 1, max: 36_500 }), {
      description: 'How long signals are kept once they are over; the same alert is known for as long.',
      placeholder: '<days>',
      default: 90,
    }),
    stopPercent: setting(decimalNumber({ above: 0, max: 50 }), {
      description: 'Distance of the stop where an alert names none.',
      placeholder: '<percent>',
      default: 2,
    }),
    scale: setting(decimalNumber({ above: 0 }), {
      description: 'Contracts of the chart to base asset of the account, for /webhook/tradingview-strategy.',
      placeholder: '<x>',
      default: 1,
    }),
    maxOrderNotional: optionalSetting(decimalNumber({ above: 0 }), {
      description: 'Largest order, in quote asset.',
      placeholder: '<amount>',
    }),
    maxPositionNotional: optionalSetting(decimalNumber({ above: 0 }), {
      description: 'Largest position, in quote asset.',
      placeholder: '<amount>',
    }),
    defaultLeverage: optionalSetting(wholeNumber({ min: 1, max: 1_001 }), {
      description: 'Set at start on each symbol that has no position and no order. Left as it is when not given.',
      placeholder: '<n>',
      alsoNamed: originalNames.defaultLeverage,
    }),
    defaultMarginType: optionalSetting(choice(['CROSSED', 'ISOLATED']), {
      description: 'Set at start on each symbol that has no position and no order. Left as it is when not given.',
      placeholder: 'CROSSED|ISOLATED',
      alsoNamed: originalNames.defaultMarginType,
    }),
    requestTimeoutSeconds: setting(decimalNumber({ above: 0, max: 60, unit: 'seconds' }), {
      description: 'How long an answer of the exchange is waited for. What an order without one came to is looked up.',
      placeholder: '<s>',
      default: 10,
      alsoNamed: originalNames.requestTimeoutSeconds,
    }),
    ...edgeFields,
  },
  checks: [
    ...modeChecks,
    ...noticeChecks,
    ...edgeChecks,
    {
      needs: ['copies', 'account'],
      check({ copies, account }, report) {
        for (const mistake of parseRoster(account ?? 'paper', copies, false).mistakes) report('copies', mistake)
      },
    },
  ],
})
