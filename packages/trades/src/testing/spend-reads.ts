import type { Scene } from './open-scene.ts'

/** Asks until reads may spend nothing more of the weight of the address: four fifths of 2,400. */
export async function spendReads({ account, run }: Pick<Scene, 'account' | 'run'>): Promise<void> {
  const { origin } = new URL(account.rest.baseUrl)
  const left = () => 1_920 - (account.rest.budgets().weight[origin]?.windows[0]?.used ?? 0)
  while (left() >= 2) {
    await run(account.rest.market.getDepth({ symbol: 'BTCUSDT', limit: left() >= 20 ? 1_000 : 5 }))
  }
}
