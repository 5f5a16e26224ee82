import { describe, expect, it } from 'vitest'

import { isLoopback } from './is-loopback.ts'

describe('isLoopback', () => {
  it('knows this machine by every name, also as it stands in an address', () => {
    const hosts = ['127.0.0.1', 'localhost', '::1', new URL('http://[::1]:9001').hostname]
    expect(hosts.filter((host) => !isLoopback(host))).toEqual([])
  })

  it('takes no other host for this machine', () => {
    const hosts = ['0.0.0.0', '::', '10.0.0.1', 'localhost.example.com', '127.0.0.1.example.com', '']
    expect(hosts.filter(isLoopback)).toEqual([])
  })
})
