import { describe, expect, it } from 'vitest'

import { isOnIpList, readIpList } from './ip-list.ts'

describe('readIpList', () => {
  it('takes commas, as approveAgent sends them, and blanks, as registerAndApproveAgent does', () => {
    expect(readIpList('192.0.2.1,192.0.2.2')).toEqual(['192.0.2.1', '192.0.2.2'])
    expect(readIpList('192.0.2.1 10.0.0.0/8')).toEqual(['192.0.2.1', '10.0.0.0/8'])
    expect(readIpList('')).toEqual([])
  })

  it.each(['somewhere', '192.0.2', '192.0.2.1/33', '192.0.2.1/a', '10.0.0.0/8/8', '::1/129'])('refuses %s', (text) => {
    expect(readIpList(text)).toBeUndefined()
  })
})

describe('isOnIpList', () => {
  it('compares addresses and ranges of both kinds', () => {
    expect(isOnIpList(['192.0.2.1'], '192.0.2.1')).toBe(true)
    expect(isOnIpList(['192.0.2.1'], '::ffff:192.0.2.1')).toBe(true)
    expect(isOnIpList(['192.0.2.1'], '192.0.2.10')).toBe(false)
    expect(isOnIpList(['10.0.0.0/8'], '10.200.1.1')).toBe(true)
    expect(isOnIpList(['10.0.0.0/8'], '11.0.0.1')).toBe(false)
    expect(isOnIpList(['2001:db8::/32'], '2001:db8::7')).toBe(true)
    expect(isOnIpList(['2001:db8::/32'], '10.0.0.1')).toBe(false)
    expect(isOnIpList(['10.0.0.0/8'], '::1')).toBe(false)
  })
})
