import { describe, expect, it } from 'vitest'

import { defineSettings } from '../settings/define-settings.ts'
import { parseSettings } from '../settings/parse-settings.ts'
import { allowModes, modeChecks, modeField, modeFields } from './mode-settings.ts'
import { findNetworkOfUrl, resolveNetwork } from './resolve-network.ts'

const trader = defineSettings({ program: 'trader', summary: 'Trades.', fields: modeFields, checks: modeChecks })
const parse = (...argv: string[]) => parseSettings(trader, { argv, env: {} }).values

describe('--mode', () => {
  it('is paper unless something else is asked for', () => {
    expect(parse().mode).toBe('paper')
    expect(resolveNetwork(parse()).isReal).toBe(false)
  })

  it('needs an account for live trading', () => {
    expect(() => parse('--mode', 'live')).toThrow('account is required when mode is live')
    expect(resolveNetwork(parse('--mode', 'live', '--account', 'main')).name).toBe('mainnet')
  })

  it('can be live on the testnet, and dry on every network', () => {
    expect(resolveNetwork(parse('--mode', 'live', '--account', 'a', '--network', 'testnet')).chainId).toBe(714)
    expect(resolveNetwork(parse('--mode', 'dry', '--network', 'mainnet')).name).toBe('mainnet')
  })

  it('refuses settings that disagree', () => {
    expect(() => parse('--mode', 'paper', '--network', 'mainnet')).toThrow('network must be paper when mode is paper')
    expect(() => parse('--mode', 'live', '--account', 'a', '--network', 'paper')).toThrow('must be mainnet or testnet')
  })

  it('refuses a mode that the program does not have', () => {
    const paperOnly = defineSettings({
      program: 'paper-only',
      summary: '',
      fields: { mode: modeField },
      checks: [allowModes(['paper'], 'it is one itself')],
    })
    expect(() => parseSettings(paperOnly, { argv: [], env: { ASTER_MODE: 'live' } })).toThrow(
      'ASTER_MODE: mode must be paper: it is one itself, got "live"',
    )
  })
})

describe('findNetworkOfUrl', () => {
  it('knows whose host it is', () => {
    expect(findNetworkOfUrl('https://fapi3.asterdex.com/fapi/v3/time')?.name).toBe('mainnet')
    expect(findNetworkOfUrl('wss://fstream.asterdex-testnet.com/ws')?.name).toBe('testnet')
    expect(findNetworkOfUrl('https://FAPI.asterdex.com.')?.name).toBe('mainnet')
    expect(findNetworkOfUrl('https://asterdex-testnet.com')?.name).toBe('testnet')
    expect(findNetworkOfUrl('http://127.0.0.1:8080')).toBeUndefined()
    expect(findNetworkOfUrl('https://asterdex.com.example.org')).toBeUndefined()
  })
})
