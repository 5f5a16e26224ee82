import type { ServerContext } from './open-seats.ts'

/** What a person needs to go on. A secret is shown only when this server made it, for paper trading. */
export function describeStart(
  { values, stdout }: ServerContext,
  facts: {
    readonly url: string
    readonly consoleUrl: string
    readonly haltFiles: readonly string[]
    readonly accounts: readonly string[]
    readonly shownSecret: string | undefined
  },
): void {
  const { url, consoleUrl, haltFiles, accounts, shownSecret } = facts
  const body = {
    action: 'open',
    symbol: values.symbols[0] ?? 'BTCUSDT',
    side: 'BUY',
    quantity: '0.01',
    stop_loss: 1,
    webhook_secret: shownSecret ?? '<your secret>',
  }
  stdout.write(
    [
      `webhook-server: ready, mode ${values.mode}`,
      `  accounts ${accounts.join(', ')}`,
      `  alerts   ${url}/webhook/tradingview`,
      `  docs     ${url}/docs`,
      `  console  ${consoleUrl}`,
      `  halted   by ${haltFiles.join(' or ')}`,
      '  try it:',
      `  curl -s '${url}/webhook/tradingview?wait=1' -H 'content-type: application/json' -d '${JSON.stringify(body)}'`,
      '',
    ].join('\n'),
  )
}
