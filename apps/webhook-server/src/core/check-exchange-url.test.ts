import { networks } from '@aster/runtime'
import { describe, expect, it } from 'vitest'

import { checkExchangeUrl } from './check-exchange-url.ts'

const live = { mode: 'live', network: { name: 'mainnet' } } as const

describe('checkExchangeUrl', () => {
  it.each([
    ['https://fapi.asterdex.com', undefined],
    ['wss://fstream.asterdex.com', undefined],
    ['https://fapi.asterdex.com.', undefined],
    ['http://fapi.asterdex.com', 'must be https or wss'],
    ['https://fapi.asterdex-testnet.com', 'must be an address of mainnet'],
    ['https://asterdex.com.example.org', 'must be an address of mainnet'],
    ['https://10.0.0.7', 'must be an address of mainnet'],
    ['http://127.0.0.1:8080', 'must not be a paper exchange'],
    ['http://[::1]:8080', 'must not be a paper exchange'],
    ['http://[::ffff:127.0.0.1]:8080', undefined],
    ['ftp://fapi.asterdex.com', 'must be an address such as'],
    ['fapi.asterdex.com', 'must be an address such as'],
  ])('live, %s', (url, rule) => {
    expect(checkExchangeUrl(url, live) ?? 'fine').toContain(rule ?? 'fine')
  })

  it('keeps paper trading on this machine, and lets a dry run look at either', () => {
    const paper = { mode: 'paper', network: { name: 'paper' } } as const
    expect(checkExchangeUrl('http://127.0.0.1:9', paper)).toBeUndefined()
    expect(checkExchangeUrl('https://fapi.asterdex.com', paper)).toBe('must be on this machine when mode is paper')
    expect(checkExchangeUrl('http://127.0.0.1:9', { ...paper, mode: 'dry' })).toBeUndefined()
    expect(checkExchangeUrl('https://fapi.asterdex.com', { mode: 'dry', network: { name: 'mainnet' } })).toBeUndefined()
  })

  it('is content with every address that a network has by itself', () => {
    for (const network of [networks.mainnet, networks.testnet]) {
      for (const url of [network.restUrl, network.wsUrl]) {
        expect(checkExchangeUrl(url ?? '', { mode: 'live', network })).toBeUndefined()
      }
    }
  })
})
