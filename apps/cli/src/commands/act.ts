import { createSystemRandom, OutcomeUnknownError, RejectedError } from '@aster/core'
import { flatten, openAccount } from '@aster/trades'
import { createStreamClient, createWsConnector } from '@aster/ws'

import type { CliContext, Command } from '../shell/command.ts'
import { createPatience } from '../shell/create-patience.ts'
import { type Link, openLink } from '../shell/open-link.ts'
import { describeAnswers, describeFile, haltAll } from './halt.ts'

/** Cancels named orders, those of --symbol, or with --all everything. Done when the exchange says so. */
export const cancelOrders: Command = async (context, words) => {
  const { values, settings } = context
  if (words.length === 0 && values.symbol.length === 0 && !values.all) {
    throw settings.refuse('words', 'must name orders: aster cancel <client order id>…, or --symbol, or --all')
  }
  await using link = await openLink(context)
  const { trading } = link.rest
  const open = await trading.getOpenOrders()
  const meant = open.filter(
    ({ clientOrderId, symbol }) =>
      words.includes(clientOrderId) || (words.length === 0 && (values.all || values.symbol.includes(symbol))),
  )
  const unknown = words.filter((word) => !open.some(({ clientOrderId }) => clientOrderId === word))
  const outcomes = await Promise.all(
    meant.map(async ({ symbol, orderId, clientOrderId }) => {
      try {
        const { status } = await trading.cancelOrder({ symbol, orderId })
        return { symbol, clientOrderId, outcome: String(status) }
      } catch (error) {
        // it ended meanwhile: how, the exchange knows
        if (!(error instanceof RejectedError)) throw error
        const { status } = await trading.getOrder({ symbol, orderId })
        return { symbol, clientOrderId, outcome: String(status) }
      }
    }),
  )
  const left = (await trading.getOpenOrders()).filter(({ orderId }) => meant.some((order) => order.orderId === orderId))
  const lines = [
    ...outcomes.map(({ symbol, clientOrderId, outcome }) => `${symbol} ${clientOrderId}: ${outcome}`),
    ...unknown.map((word) => `${word}: no open order has this id`),
    ...left.map(({ clientOrderId }) => `${clientOrderId}: STILL OPEN`),
  ]
  const isDone = left.length === 0 && unknown.length === 0
  return { data: { outcomes, unknown, left }, text: `${lines.join('\n') || 'no open orders'}\n`, code: isDone ? 0 : 1 }
}

/** Closes positions and says when the exchange agrees. With --all every program is halted first and every order goes. */
export const flattenAccount: Command = async (context) => {
  const { values } = context
  const patience = createPatience(context)
  await using link = await patience(() => openLink(context))
  // what programs do once they have seen the halt file only makes positions smaller
  if (values.all) {
    const { file, halted, answers } = await haltAll(context, 'aster flatten --all')
    if (!halted) context.stderr.write(`aster: ${describeFile(file, halted)}\n`)
    // one that is not among them may open again what is closed here
    context.stderr.write(describeAnswers(context, answers))
  }
  const symbols = values.symbol.length > 0 ? values.symbol : await patience(() => listBusySymbols(link))
  if (symbols.length === 0) return { data: { closed: [], left: [] }, text: 'nothing is open\n' }
  await patience(() => closeAll(context, link, symbols))
  if (values.all) await patience(() => clearOrders(context, link, symbols))
  const left = await patience(() => listLeft(link, symbols, values.all))
  const text = left.length === 0 ? `flat on ${symbols.join(', ')}\n` : `NOT FLAT: ${left.join(', ')}\n`
  return { data: { symbols, left }, text, code: left.length === 0 ? 0 : 1 }
}

const clearRounds = 3

/** Cancels what rests on these symbols. An order without an answer, or one that was refused, is asked for before it is tried again. */
async function clearOrders({ stderr }: CliContext, { rest }: Link, symbols: readonly string[]): Promise<void> {
  for (let round = 0; round < clearRounds; round += 1) {
    const open = new Set((await rest.trading.getOpenOrders()).map(({ symbol }) => symbol))
    const meant = symbols.filter((symbol) => open.has(symbol))
    if (meant.length === 0) return
    for (const symbol of meant) {
      try {
        await rest.trading.cancelAllOpenOrders({ symbol })
      } catch (error) {
        if (!(error instanceof OutcomeUnknownError || error instanceof RejectedError)) throw error
        stderr.write(`aster: ${error.message}\n`)
      }
    }
  }
}

async function listBusySymbols({ rest }: Link): Promise<string[]> {
  const [positions, orders] = [await rest.position.getPositionRisk(), await rest.trading.getOpenOrders()]
  const held = positions.filter(({ positionAmt }) => Number(positionAmt) !== 0)
  return [...new Set([...held, ...orders].map(({ symbol }) => symbol))]
}

async function closeAll(context: CliContext, link: Link, symbols: readonly string[]): Promise<void> {
  const { clock } = context
  const connector = createWsConnector()
  const random = createSystemRandom()
  const streams = createStreamClient({ connector, clock, random, baseUrl: link.wsUrl })
  try {
    const account = await openAccount({
      name: link.account,
      rest: link.rest,
      streams,
      connector,
      wsUrl: link.wsUrl,
      clock,
      random,
      symbols,
      clientOrderIdPrefix: 'aster',
      exchangeNow: link.now,
    })
    try {
      const { failed } = await flatten(account, { deadlineMs: 20_000 })
      for (const { symbol, error } of failed) {
        context.stderr.write(
          `aster: ${symbol} is not closed: ${error instanceof Error ? error.message : String(error)}\n`,
        )
      }
    } finally {
      await account.close({ policy: 'leaveProtected', timeoutMs: 5_000 })
    }
  } finally {
    await streams.close()
    await connector.close()
  }
}

async function listLeft({ rest }: Link, symbols: readonly string[], withOrders: boolean): Promise<string[]> {
  const positions = (await rest.position.getPositionRisk()).filter(
    ({ symbol, positionAmt }) => symbols.includes(symbol) && Number(positionAmt) !== 0,
  )
  const orders = withOrders ? (await rest.trading.getOpenOrders()).filter(({ symbol }) => symbols.includes(symbol)) : []
  return [
    ...positions.map(({ symbol, positionAmt }) => `${symbol} ${positionAmt}`),
    ...orders.map(({ symbol, clientOrderId }) => `${symbol} order ${clientOrderId}`),
  ]
}
