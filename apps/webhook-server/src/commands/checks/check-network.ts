import { createServer } from 'node:net'

import type { Check } from '@aster/runtime'

import { createAddressList, findBadAddress, isAddressIn } from '../../core/address-list.ts'
import { tradingViewSources } from '../../core/trading-view.ts'
import { defineCheck, failed, fine, warning } from './define-check.ts'
import type { DoctorTarget } from './read-target.ts'

/** Who can reach the server, and whether alerts will. */
export const networkChecks = (target: DoctorTarget): readonly Check[] => [
  checkAddress(target),
  checkPort(target),
  checkSources(target),
  checkProxies(target),
  checkPublicUrl(target),
]

const checkAddress = ({ host, isLoopback }: DoctorTarget): Check =>
  defineCheck('address', () =>
    isLoopback
      ? fine(`${host}: only this machine; a proxy brings alerts in and speaks TLS`)
      : warning(
          `${host}: others reach it without TLS`,
          'in a container that is usual; elsewhere listen on 127.0.0.1 behind a proxy',
        ),
  )

const answersWithinMs = 2_000

/** Whether the port can be had. A server that runs already keeps it, which is no fault. */
const checkPort = ({ host, port }: DoctorTarget): Check =>
  defineCheck('port', async (signal) => {
    const code = await tryPort(host, port)
    if (code === undefined) return fine(port === 0 ? 'any free one' : `${port} is free`)
    if (code !== 'EADDRINUSE')
      return failed(`${host}:${port} cannot be had: ${code}`, 'choose another --host or --port')
    const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host
    const patience = AbortSignal.any([AbortSignal.timeout(answersWithinMs), ...(signal === undefined ? [] : [signal])])
    const answer = await fetch(`http://${name}:${port}/health`, { signal: patience }).then(
      async (response) => JSON.stringify(await response.json().catch(() => ({}))),
      () => '',
    )
    if (answer.includes('"configuration"')) return fine(`${port} is used by a webhook-server that runs already`)
    return failed(`${port} is used by another program`, 'choose another --port, or stop that program')
  })

const tryPort = (host: string, port: number) =>
  new Promise<string | undefined>((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })

const checkSources = ({ values, isLoopback }: DoctorTarget): Check =>
  defineCheck('allowed sources', () => {
    const { allowSource, trustedProxy } = values
    if (allowSource.length === 0) {
      return fine('everybody who knows the secret; --allow-source takes a list, TradingView sends from four addresses')
    }
    if (findBadAddress(allowSource) !== undefined) {
      return failed('the list holds what is no address', 'write addresses, or networks such as 10.0.0.0/8')
    }
    const list = createAddressList(allowSource)
    if (isLoopback && trustedProxy.length === 0 && !isAddressIn(list, '127.0.0.1')) {
      return failed(
        'no alert will pass: on loopback all come from 127.0.0.1, which is not on the list',
        'name the proxy: --trusted-proxy 127.0.0.1',
      )
    }
    const missing = tradingViewSources.filter((address) => !isAddressIn(list, address))
    if (missing.length > 0 && missing.length < tradingViewSources.length) {
      return warning(`TradingView also sends from ${missing.join(', ')}`, 'add what is missing, or alerts get lost')
    }
    return fine(`${allowSource.length} entries${missing.length === 0 ? ', all of TradingView among them' : ''}`)
  })

const checkProxies = ({ values: { trustedProxy }, isLoopback }: DoctorTarget): Check =>
  defineCheck('trusted proxies', () => {
    if (trustedProxy.length === 0) return fine('none: X-Forwarded-For and X-Request-Id are not believed')
    const list = createAddressList(trustedProxy)
    if (isAddressIn(list, '8.8.8.8') || isAddressIn(list, '2001:4860:4860::8888')) {
      return failed('addresses of the whole internet are believed', 'name only the proxies that you run')
    }
    if (isLoopback && !isAddressIn(list, '127.0.0.1') && !isAddressIn(list, '::1')) {
      return warning('the server listens on loopback, and no proxy there is trusted', 'add 127.0.0.1')
    }
    if (!isLoopback && trustedProxy.every((text) => /^(127\.|::1)/.test(text))) {
      return warning(
        'only proxies on loopback are trusted; to a container the proxy of its host is the gateway of its network',
        'add the address that the log shows as source, 172.16.0.0/12 for instance',
      )
    }
    return fine(trustedProxy.join(', '))
  })

const checkPublicUrl = ({ values: { publicUrl, mode } }: DoctorTarget): Check =>
  defineCheck('public address', () => {
    if (publicUrl === undefined) return fine('not told; template prints <your host>')
    const { protocol, port, hostname } = new URL(publicUrl)
    if (port !== '' && port !== '80' && port !== '443') {
      return failed(`port ${port}: TradingView sends to 80 and 443 only`, 'let a proxy listen on 443')
    }
    if (hostname.startsWith('['))
      return failed('TradingView does not send over IPv6', 'give it a name with an IPv4 address')
    if (protocol === 'http:' && mode === 'live') {
      return warning('without TLS everybody on the way reads the secret', 'use https')
    }
    return fine(publicUrl)
  })
