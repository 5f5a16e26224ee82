import { ParameterError } from '@aster/core'
import {
  allowModes,
  choice,
  decimalNumber,
  defineSettings,
  listSetting,
  modeField,
  onOff,
  optionalSetting,
  plainText,
  setting,
  switchSetting,
  wholeNumber,
} from '@aster/runtime'
import { type AccountSpec, defaultSymbols, parseAccountSpec } from '@aster/simulator'
import { z } from 'zod'

import { type MarketChoice, parseMarketChoice } from './core/market-choice.ts'
import { feeText, latencyText, queueText } from './core/realism-texts.ts'

const marketText = z.string().transform((text, context): MarketChoice => {
  const choice = parseMarketChoice(text)
  if (choice !== undefined) return choice
  context.addIssue({
    code: 'custom',
    message: 'must be synthetic, quiet, replay:<file> or live[:<rest-url>[,<ws-url>]]',
  })
  return z.NEVER
})

const accountText = z.string().transform((text, context): AccountSpec => {
  try {
    return parseAccountSpec(text)
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    for (const { field, message } of error.violations) {
      context.addIssue({ code: 'custom', message: `${field === 'account' ? '' : `${field} `}${message}` })
    }
    return z.NEVER
  }
})

/** Everything the paper exchange can be told. */
export const paperExchangeSettings = defineSettings({
  program: 'paper-exchange',
  summary:
    'is an Aster futures exchange on this machine: real HTTP and WebSocket, checked signatures, filters, margin and matching, and no money.',
  examples: [
    {
      command: 'pnpm paper-exchange --port 9001',
      meaning: 'Serves BTCUSDT, ETHUSDT and ASTERUSDT on a synthetic market.',
    },
    {
      command: 'pnpm paper-exchange --port 9001 --market quiet --symbols BTCUSDT',
      meaning: 'A book that stands still, to try order types against.',
    },
    {
      command: 'pnpm paper-exchange --port 9001 --market replay:frames.ndjson.gz --speed 10',
      meaning: 'Recorded frames of a real market, ten times as fast.',
    },
    {
      command: 'pnpm paper-exchange --port 9001 --market live --symbols BTCUSDT,ETHUSDT',
      meaning: "Real prices from Aster's public streams, paper money.",
    },
    {
      command: 'pnpm paper-exchange --port 9001 --preset harsh',
      meaning: 'Slow lines, the back of every queue, high fees: what earns here has a chance outside.',
    },
    {
      command: 'pnpm paper-exchange --port 9001 --closed --account v1:demo-key:demo-secret:5000',
      meaning: 'One account with a made-up API key, and nobody else.',
    },
    {
      command: 'pnpm paper-exchange --port 9001 --data ~/paper',
      meaning: 'Goes on where it was stopped, or killed.',
    },
    {
      command: 'curl http://127.0.0.1:9001/simulator/state',
      meaning:
        'Shows books, accounts and orders of a running one. Any V3 key trades on it: unknown users get 10,000 USDT.',
    },
  ],
  fields: {
    port: setting(wholeNumber({ min: 0, max: 65_535 }), {
      description: 'Port for HTTP and WebSocket both; 0 takes a free one, see the ready line.',
      placeholder: '<n>',
      default: 0,
    }),
    host: setting(plainText(), {
      description: 'Address to listen on. Accounts open themselves only for callers on this machine.',
      placeholder: '<address>',
      default: '127.0.0.1',
    }),
    market: setting(marketText, {
      description:
        "Where prices come from: synthetic order flow (the default), quiet (a fixed book), a recording, or live: another exchange's public market, Aster's unless an address is given.",
      placeholder: 'synthetic|quiet|replay:<file>|live[:<rest-url>[,<ws-url>]]',
      default: { kind: 'synthetic' } as MarketChoice,
    }),
    symbols: listSetting(plainText(), {
      description: `Symbols to trade. By default ${defaultSymbols.join(', ')}; on a recording and live BTCUSDT.`,
      placeholder: '<symbol,…>',
    }),
    exchangeInfo: optionalSetting(plainText(), {
      description: 'A saved answer of GET exchangeInfo, for other symbols or rules than the built-in ones.',
      placeholder: '<file>',
    }),
    seed: setting(wholeNumber({ min: 0 }), {
      description: 'Decides the synthetic market: the same seed makes the same flow.',
      placeholder: '<n>',
      default: 1,
    }),
    speed: setting(decimalNumber({ above: 0, max: 1000 }), {
      description: 'How fast the market runs. Authentication, /time and every time stamp stay on the wall clock.',
      placeholder: '<x>',
      default: 1,
    }),
    limits: setting(onOff(), {
      description: 'Whether request weights, order counts and socket limits are enforced; on by default.',
      placeholder: 'on|off',
      default: true,
    }),
    nonceWindowMs: setting(wholeNumber({ min: 1, max: 3_600_000, unit: 'milliseconds' }), {
      description: 'How far a V3 nonce may be from the time here, either way.',
      placeholder: '<ms>',
      default: 10_000,
    }),
    accounts: optionalSetting(plainText(), {
      description: 'A JSON list of accounts: {"usdt","user","signers","key","secret"}, or texts as for --account.',
      placeholder: '<file.json>',
    }),
    account: {
      ...listSetting(accountText, {
        description:
          'One account, made up for tests: v1:<key>:<secret>:<usdt> or v3:<user>:<signer>:<usdt>. Repeat for more.',
        placeholder: '<account>',
      }),
      secret: true,
    },
    preset: optionalSetting(choice(['kind', 'fair', 'harsh']), {
      description:
        'How kind the exchange is, all of the following flags at once: kind (no delay, front of every queue, no maker fee), fair, harsh (slow line, back of every queue, lasting impact, high fees). Each flag goes before it.',
      placeholder: 'kind|fair|harsh',
    }),
    latencyIn: optionalSetting(latencyText, {
      description: 'Delay of requests on their way in: a median in ms, and after ~ the spread of a log-normal one.',
      placeholder: '<ms>[~<spread>]',
    }),
    latencyOut: optionalSetting(latencyText, {
      description: 'Delay of answers and stream events on their way out.',
      placeholder: '<ms>[~<spread>]',
    }),
    queue: optionalSetting(queueText, {
      description:
        'Who leaves when a level shrinks without a trade: those in front of you, those behind, or a share of both (proRata, the default).',
      placeholder: 'front|proRata|log|back|power:<n>',
    }),
    impactMs: optionalSetting(wholeNumber({ min: 0, max: 86_400_000, unit: 'milliseconds' }), {
      description: 'What you take from the book stays away: half of it is back after so long. 0 is at once.',
      placeholder: '<ms>',
    }),
    makerFee: optionalSetting(feeText, {
      description: 'Fee of resting orders, a fraction of the notional; 0.0001 by default.',
      placeholder: '<fraction>',
    }),
    takerFee: optionalSetting(feeText, {
      description: 'Fee of orders that take; 0.00035 by default.',
      placeholder: '<fraction>',
    }),
    data: optionalSetting(plainText(), {
      description:
        'Keeps accounts, orders, positions and balances in this folder over a restart, kill -9 included. One process per folder.',
      placeholder: '<folder>',
    }),
    console: switchSetting({
      description: 'Serves a page on loopback: books, accounts, and a button for each kind of fault.',
      default: true,
    }),
    consolePort: setting(wholeNumber({ min: 0, max: 65_535 }), {
      description: 'Port of the page; 0 takes a free one, see the ready line.',
      placeholder: '<n>',
      default: 0,
    }),
    closed: switchSetting({ description: 'Refuses unknown V3 users instead of opening accounts for them.' }),
    mode: modeField,
  },
  checks: [
    allowModes(['paper'], 'this program is the paper exchange itself'),
    {
      needs: ['market', 'speed'],
      check({ market, speed }, report) {
        if (market.kind === 'live' && speed !== 1) report('speed', 'must be 1 on a live market')
      },
    },
  ],
})
