import {
  allowModes,
  choice,
  decimalNumber,
  defineSettings,
  haltFields,
  listSetting,
  modeField,
  optionalSetting,
  plainText,
  setting,
  switchSetting,
  wholeNumber,
} from '@aster/runtime'
import { z } from 'zod'

import { type DemoMarket, parseMarket } from './core/demo-market.ts'

const marketText = z.string().transform((text, context): DemoMarket => {
  const market = parseMarket(text)
  if (market !== undefined) return market
  context.addIssue({ code: 'custom', message: 'must be synthetic, quiet or replay:<file>' })
  return z.NEVER
})

/** Everything the demo can be told. */
export const demoSettings = defineSettings({
  program: 'demo',
  summary: 'starts a paper exchange and trades brackets on it through every layer. No key, no network, no money.',
  examples: [
    { command: 'pnpm demo', meaning: 'Trades for a minute and shows it in the terminal.' },
    {
      command: 'pnpm demo --duration 30 --json',
      meaning: 'Trades for half a minute and prints the result as one JSON line.',
    },
    { command: 'pnpm demo --market replay:frames.ndjson.gz', meaning: 'Trades on a recording of real market frames.' },
    {
      command: 'pnpm demo --transport memory --seed 7 --event-log run.log',
      meaning: 'The same without sockets, faster than real time; the same seed writes the same log to the byte.',
    },
  ],
  fields: {
    duration: setting(decimalNumber({ above: 0, max: 86_400, unit: 'seconds' }), {
      description: 'How long it takes entries, in seconds; then it closes what runs.',
      placeholder: '<s>',
      default: 60,
    }),
    seed: setting(wholeNumber({ min: 0 }), {
      description: 'Chooses the synthetic market.',
      placeholder: '<n>',
      default: 1,
    }),
    market: setting(marketText, {
      description:
        'What moves the prices: synthetic order flow (the default), quiet (a book that stands still) or a recording.',
      placeholder: 'synthetic|quiet|replay:<file>',
      default: { kind: 'synthetic' } as DemoMarket,
    }),
    symbols: listSetting(plainText(), {
      description: 'What to trade. By default BTCUSDT, ETHUSDT and SOLUSDT; on a recording what it holds.',
      placeholder: '<symbol,…>',
    }),
    transport: setting(choice(['sockets', 'memory']), {
      description: 'sockets trades over HTTP and WebSocket on loopback; memory in one process under a virtual clock.',
      placeholder: 'sockets|memory',
      default: 'sockets',
    }),
    state: setting(plainText(), {
      description:
        'Folder for the journal, the feed and the addresses of this demo; `aster --state <folder>` finds it there. One demo a folder; none over memory.',
      placeholder: '<folder>',
      default: '.aster/demo',
    }),
    ...haltFields,
    console: switchSetting({
      description: 'Serves a page with charts, orders and a kill switch on loopback while it runs.',
      default: true,
    }),
    consolePort: setting(wholeNumber({ min: 0, max: 65_535 }), {
      description: 'Port of the page; 0 takes any free one.',
      placeholder: '<port>',
      default: 0,
    }),
    json: switchSetting({ description: 'Prints the result as one JSON line, and nothing else.' }),
    eventLog: optionalSetting(plainText(), {
      description: 'Writes everything that happened to this file, one JSON line each.',
      placeholder: '<file>',
    }),
    mode: modeField,
  },
  checks: [allowModes(['dry', 'paper'], 'the demo has no way to a real exchange')],
})
