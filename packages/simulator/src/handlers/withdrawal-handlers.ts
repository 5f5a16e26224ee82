import { type Withdrawal, verifyWithdrawal } from '@aster/auth'
import type { Clock } from '@aster/core'

import type { AccountRegistry } from '../accounts/account-registry.ts'
import type { MoveBook } from '../accounts/move-book.ts'
import { readAddress } from '../accounts/v3-proof.ts'
import { formatMoney, parseMoney } from '../engine/money.ts'
import type { Engine } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type AccountCall, type Handlers, forAccount } from '../http/handler.ts'
import { type Params, readDecimal, readInteger, readText } from '../http/read-params.ts'
import { readAmount } from './read-amount.ts'
import { unwrap } from './unwrap.ts'

export interface WithdrawalHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly registry: AccountRegistry
  readonly moves: MoveBook
}

const solanaChainId = 101
const destinations: Readonly<Record<number, Withdrawal['destinationChain']>> = {
  1: 'ETH',
  56: 'BSC',
  42161: 'Arbitrum',
}
/** Fee in the asset, by chain: a table of ours. */
const fees: Readonly<Record<number, string>> = { 1: '2', 56: '0.3', 42161: '0.5', 101: '0.5' }
const dailyLimit = '100000'
const nonceToleranceUs = 3_600_000_000n

/**
 * Withdrawals and migrations: proved as on the exchange, then answered from a table. There is no chain behind them: what is
 * withdrawn leaves the futures wallet, and that is the end of it; a migration finds nothing to move.
 */
export function createWithdrawalHandlers({ engine, clock, registry, moves }: WithdrawalHandlerParts): Handlers {
  const batches = new Map<string, Set<string>>()
  let lastBatch = 0

  const leave = (accountId: string, params: Params, chainId: number, nonce?: string) => {
    const amount = formatMoney(readAmount(params))
    const asset = readText(params, 'asset')
    // an id that no restart repeats: the income row of the transfer has it, too
    const { transactionId: id } = unwrap(engine.transfer(accountId, `-${amount}`, clock.now(), { asset }))
    const txHash = `0x${id.padStart(64, '0')}`
    moves.noteDeparture(accountId, { id, asset, amount, txHash, time: clock.now(), chainId }, nonce)
    return { withdrawId: id, hash: txHash }
  }

  return {
    withdraw: forAccount(({ caller, params, version }) => {
      const chainId = readInteger(params, 'chainId')
      const destinationChain = destinations[chainId]
      if (destinationChain === undefined) throw refuseValue('chainId')
      const nonceName = version === 'v1' ? 'nonce' : 'userNonce'
      const nonceUs = readUserNonce(params, nonceName, clock)
      checkFee(params, chainId)
      const destination = readAddress(params, 'receiver') ?? readText(params, 'receiver')
      const wallet = registry.get(caller.accountId)?.user
      const [token, amount, fee] = [readText(params, 'asset'), readText(params, 'amount'), readText(params, 'fee')]
      const asked = { destination, destinationChain, token, amount, fee, nonceUs, network: 'mainnet' as const }
      const signature = readText(params, 'userSignature')
      if (wallet === undefined || !verifyWithdrawal(asked, signature, wallet)) {
        throw refuse(-1000, 'Signature check failed')
      }
      if (moves.isNonceKnown(caller.accountId, String(nonceUs))) throw refuse(-4225)
      return leave(caller.accountId, params, chainId, String(nonceUs))
    }),
    withdrawToSolana: forAccount(({ caller, params }) => {
      if (readInteger(params, 'chainId') !== solanaChainId) throw refuseValue('chainId')
      checkFee(params, solanaChainId)
      // an Ed25519 key and its signature in base58; whose it is cannot be known here
      if (!/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(readText(params, 'receiver'))) throw refuseValue('receiver')
      if (!/^[1-9A-HJ-NP-Za-km-z]{80,90}$/.test(params['userSignature'] ?? '')) {
        throw refuse(-1000, 'Signature check failed')
      }
      return leave(caller.accountId, params, solanaChainId)
    }),
    getWithdrawInfo: forAccount(({ caller }) => describeLimits(engine.getBalance(caller.accountId).maxWithdrawAmount)),
    getDepositWithdrawHistory: forAccount(({ caller }) =>
      moves.listDepartures(caller.accountId).map((row) => ({
        ...row,
        type: 'WITHDRAW',
        state: 'SUCCESS',
        accountType: 'perp',
      })),
    ),
    migrateUser: forAccount(({ caller }: AccountCall) => {
      const batchId = `sim-${++lastBatch}`
      batches.set(caller.accountId, (batches.get(caller.accountId) ?? new Set()).add(batchId))
      return { batchId }
    }),
    getMigration: forAccount(({ caller, params }) => {
      const batchId = readText(params, 'batchId')
      if (batches.get(caller.accountId)?.has(batchId) !== true) throw refuseValue('batchId')
      const counts = { totalCount: 0, successCount: 0, processingCount: 0, failCount: 0, initCount: 0 }
      return { batchId, ...counts, details: [] }
    }),
  }
}

/** Microseconds, up to an hour from the exchange's time. */
function readUserNonce(params: Params, name: string, clock: Clock): bigint {
  const text = readText(params, name)
  if (!/^\d{1,20}$/.test(text)) throw refuseValue(name)
  const away = BigInt(text) - clock.nowUs()
  if (away > nonceToleranceUs || away < -nonceToleranceUs) throw refuse(-1021)
  return BigInt(text)
}

function checkFee(params: Params, chainId: number): void {
  const fee = parseMoney(readDecimal(params, 'fee'))
  const least = parseMoney(fees[chainId] ?? '0') ?? 0n
  if (fee === undefined || fee < least) throw refuseValue('fee')
}

const describeLimits = (available: string) => ({
  userDailyLimit: dailyLimit,
  userRemainingDailyLimit: dailyLimit,
  totalDailyLimit: dailyLimit,
  totalRemainingDailyLimit: dailyLimit,
  balances: {
    USDT: {
      currency: 'USDT',
      spotTotalWithdrawAmount: '0',
      perpTotalWithdrawAmount: available,
      dailyLimit,
      chainBalances: Object.fromEntries(
        Object.entries(fees).map(([chainId, withdrawFee]) => [
          chainId,
          {
            chainId: Number(chainId),
            spotMaxWithdrawAmount: '0',
            perpMaxWithdrawAmount: available,
            chainLimit: dailyLimit,
            withdrawFee,
          },
        ]),
      ),
    },
  },
})

const refuseValue = (name: string) => refuse(-1130, `Data sent for parameter '${name}' is not valid.`)
