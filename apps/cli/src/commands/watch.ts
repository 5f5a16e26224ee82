import { sleep } from '@aster/core'
import { openScreen, paintLine } from '@aster/runtime'

import { describeChanges } from '../core/describe-changes.ts'
import { findStops } from '../core/find-stops.ts'
import { renderWatch, type WatchedAccount } from '../core/render-watch.ts'
import type { CliContext, Command } from '../shell/command.ts'
import { type Link, openLink } from '../shell/open-link.ts'

const keptEvents = 100
/** Frames need no more: the exchange is asked less often than that. */
const frameMs = 500

/**
 * Shows an account on the terminal until it is stopped; once, where nobody looks. Only asks, so that it is in nobody's
 * way: weight 50 a look, or 10 and 1 a symbol with --symbol. An exchange that does not answer leaves the last picture,
 * marked with its age.
 */
export const watchAccount: Command = async (context) => {
  const { stdout, clock, signal, values, env, atExit } = context
  await using link = await openLink(context)
  let seen = await look(context, link)
  let seenMs = clock.monotonicMs()
  let events: readonly WatchedAccount['events'][number][] = []
  const read = (): WatchedAccount => ({ ...seen, events, ageMs: clock.monotonicMs() - seenMs })
  if (values.json || !stdout.isTerminal) {
    const lines = renderWatch(read(), { rows: Number.MAX_SAFE_INTEGER })
    return { data: read(), text: lines.map((line) => `${paintLine(line, Number.MAX_SAFE_INTEGER, false)}\n`).join('') }
  }
  const hasColor = env['NO_COLOR'] === undefined || env['NO_COLOR'] === ''
  const render = (size: { readonly rows: number }) => renderWatch(read(), size)
  const screen = openScreen({ output: stdout, clock, hasColor, render, frameMs })
  atExit(() => screen.close())
  const remember = (more: WatchedAccount['events']): void => {
    events = [...events, ...more].slice(-keptEvents)
  }
  try {
    while (!signal.aborted) {
      await sleep(clock, values.refreshMs, signal)
      try {
        const next = await look(context, link)
        remember(describeChanges(seen, next, clock.now()))
        seen = next
        seenMs = clock.monotonicMs()
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error)
        if (events.at(-1)?.text !== text) remember([{ atMs: clock.now(), text, isBad: true }])
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    screen.close()
  }
  return { data: read(), text: '' }
}

async function look({ values, signal }: CliContext, link: Link): Promise<WatchedAccount> {
  const { rest } = link
  const wanted = values.symbol
  const isWanted = ({ symbol }: { readonly symbol: string }): boolean => wanted.length === 0 || wanted.includes(symbol)
  const [balances, risks] = [
    await rest.account.getBalance({}, { signal }),
    await rest.position.getPositionRisk({}, { signal }),
  ]
  const orders: Awaited<ReturnType<typeof rest.trading.getOpenOrders>>[number][] = []
  if (wanted.length === 0) orders.push(...(await rest.trading.getOpenOrders({}, { signal })))
  for (const symbol of wanted) orders.push(...(await rest.trading.getOpenOrders({ symbol }, { signal })))
  const marks = new Map(risks.map(({ symbol, markPrice }) => [symbol, markPrice]))
  for (const { symbol } of orders) {
    if (!(Number(marks.get(symbol) ?? 0) > 0)) {
      marks.set(symbol, (await rest.market.getPremiumIndex({ symbol }, { signal })).markPrice)
    }
  }
  const held = risks.filter((risk) => isWanted(risk) && Number(risk.positionAmt) !== 0)
  const { weight } = rest.budgets()
  return {
    account: link.account,
    place: link.restUrl,
    balances: balances
      .filter(({ balance }) => Number(balance) !== 0)
      .map(({ asset, balance, availableBalance }) => ({ asset, balance, available: availableBalance })),
    positions: held.map((risk) => ({
      symbol: risk.symbol,
      positionSide: risk.positionSide,
      quantity: risk.positionAmt,
      entryPrice: risk.entryPrice,
      markPrice: risk.markPrice,
      unrealizedPnl: risk.unRealizedProfit,
      liquidationPrice: risk.liquidationPrice,
      isProtected: findStops(risk, orders).isProtected,
    })),
    orders: orders.map((order) => ({
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      quantity: order.origQty,
      price: Number(order.stopPrice) > 0 ? order.stopPrice : order.price,
      markPrice: marks.get(order.symbol),
      clientOrderId: order.clientOrderId,
    })),
    events: [],
    budgets: Object.values(weight).flatMap(({ windows }) =>
      windows
        .filter(({ intervalMs }) => intervalMs === 60_000)
        .map(({ used, limit }) => ({ name: 'weight', used, limit })),
    ),
    ageMs: 0,
  }
}
