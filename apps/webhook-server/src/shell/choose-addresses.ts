import { resolveNetwork } from '@aster/runtime'

import { checkExchangeUrl } from '../core/check-exchange-url.ts'
import type { ServerContext } from './open-seats.ts'

/** Where the exchange is, both undefined where the server starts one of its own; or what is wrong with what was given. */
export function chooseAddresses({ values, settings }: Pick<ServerContext, 'values' | 'settings'>): {
  readonly restUrl: string | undefined
  readonly wsUrl: string | undefined
  readonly mistakes: readonly { readonly field: 'restUrl' | 'wsUrl'; readonly rule: string }[]
} {
  const network = resolveNetwork(values)
  const isPaper = values.mode === 'paper'
  // whoever comes with the original's settings has the address of the real exchange in them
  const isMeantForLive = isPaper && /ASTERDEX_BASE_URL$/i.test(settings.provenance.restUrl)
  const restUrl = (isMeantForLive ? undefined : values.restUrl) ?? (isPaper ? undefined : network.restUrl)
  const wsUrl = values.wsUrl ?? (isPaper ? undefined : network.wsUrl)
  const mistakes: { field: 'restUrl' | 'wsUrl'; rule: string }[] = []
  if ((restUrl === undefined) !== (wsUrl === undefined)) {
    const field = restUrl === undefined ? 'restUrl' : 'wsUrl'
    mistakes.push({ field, rule: 'is needed where the other address is given' })
  }
  for (const [field, url] of [['restUrl', restUrl] as const, ['wsUrl', wsUrl] as const]) {
    const rule = url === undefined ? undefined : checkExchangeUrl(url, { mode: values.mode, network })
    if (rule !== undefined) mistakes.push({ field, rule })
  }
  return { restUrl, wsUrl, mistakes }
}
