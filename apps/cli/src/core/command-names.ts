/** Every command with what it does. */
export const commandWords = {
  init: 'writes an encrypted keystore and a settings file for an account; asks, or takes flags',
  watch: 'shows the account on the terminal until Ctrl-C',
  doctor: 'checks connection, clock, key, rights, mode and fees',
  balances: 'what the account has',
  positions: 'open positions, their liquidation price, and whether a stop stands',
  orders: 'open orders with their distance to the mark price',
  trades: 'executions of the last day, or of --days',
  fees: 'commission rates',
  volume: 'traded volume by day and by symbol: bought, sold, made, fees; --days, --local, --csv',
  agent: '`agent list`, `create`, `rotate`, `revoke <address>`: the keys that may trade for the account',
  agents: 'the same as `agent list`',
  cancel: 'cancels orders by client order id, by --symbol, or --all',
  flatten: 'closes positions; --all halts every program here first and cancels every order',
  halt: 'stops entries of every program that watches the halt file, and tells which have answered',
  resume: 'takes the halt file away; programs that it alone has halted go on',
  notify: '`notify test` sends a test notice on every way out',
  explain: 'the whole story of an order, from a journal and a feed file; without an id the last orders',
  'support-bundle': 'facts for a bug report, without secrets',
} as const

export type CommandName = keyof typeof commandWords
export const commandNames = Object.keys(commandWords) as readonly CommandName[]

/** One line a command, for `--help`. */
export function describeCommands(): string {
  const width = Math.max(...commandNames.map((name) => name.length))
  return commandNames.map((name) => `  ${name.padEnd(width)}  ${commandWords[name]}`).join('\n')
}
