import type { Clock, Transport } from '@aster/core'
import { createRestClient, createUndiciTransport, type RestClient } from '@aster/rest'
import { type ExchangeInfo, parseExchangeInfo } from '@aster/simulator'
import { createStreamClient, createWsConnector, type StreamClient } from '@aster/ws'

/** The public side of another exchange. No key is ever used there. */
export interface Upstream {
  readonly url: string
  readonly clock: Clock
  readonly rest: RestClient
  readonly streams: StreamClient
  readonly report: (message: string, error?: unknown) => void
  /** Its symbols with their rules, as it sends them. */
  readExchangeInfo(): Promise<ExchangeInfo>
  /** Hours between fundings, of the symbols it names. */
  readFundingHours(): Promise<Readonly<Record<string, number>>>
  close(): Promise<void>
}

export interface UpstreamOptions {
  readonly restUrl: string
  readonly wsUrl: string
  readonly clock: Clock
  readonly report: (message: string, error?: unknown) => void
}

const timeoutMs = 10_000

export function openUpstream({ restUrl, wsUrl, clock, report }: UpstreamOptions): Upstream {
  const transport = createUndiciTransport()
  const connector = createWsConnector()
  const rest = createRestClient({ transport, clock, baseUrl: restUrl })
  const streams = createStreamClient({
    connector,
    clock,
    baseUrl: wsUrl,
    onIncident: ({ message, error }) => report(message, error),
  })
  return {
    url: restUrl,
    clock,
    rest,
    streams,
    report,
    readExchangeInfo: async () => parseExchangeInfo(await readText(transport, `${restUrl}/fapi/v3/exchangeInfo`)),
    async readFundingHours() {
      const rows = await rest.market.getFundingInfo({})
      return Object.fromEntries(rows.map(({ symbol, fundingIntervalHours }) => [symbol, fundingIntervalHours]))
    },
    async close() {
      await streams.close()
      await connector.close()
      await transport.close()
    },
  }
}

async function readText(transport: Transport, url: string): Promise<string> {
  const { status, body } = await transport.send({ method: 'GET', url, headers: {}, timeoutMs })
  if (status !== 200) throw new Error(`${url} answered HTTP ${status}`)
  return body
}
