import { describe, expect, it } from 'vitest'

import { createAddressList, findBadAddress, isAddressIn } from './address-list.ts'

describe('a list of addresses', () => {
  it('knows single addresses and networks, in both families, and IPv4 in its IPv6 form', () => {
    const list = createAddressList(['52.89.214.238', '10.0.0.0/8', '2001:db8::/32'])
    for (const address of ['52.89.214.238', '::ffff:52.89.214.238', '10.200.3.4', '2001:db8:1::1']) {
      expect({ address, isIn: isAddressIn(list, address) }).toEqual({ address, isIn: true })
    }
    for (const address of ['52.89.214.239', '11.0.0.1', '2001:db9::1', '::1', 'nonsense', undefined]) {
      expect({ address, isIn: isAddressIn(list, address) }).toEqual({ address, isIn: false })
    }
  })

  it('names what is neither', () => {
    expect(findBadAddress(['10.0.0.1', '10.0.0.0/8', '::1/128'])).toBeUndefined()
    for (const bad of ['proxy', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/9', '::/129', '10.0.0.0/', '']) {
      expect(findBadAddress(['10.0.0.1', bad])).toBe(bad)
    }
  })
})
