/** What is wrong with the name of an account; undefined when nothing is. */
export function explainAlias(alias: string): string | undefined {
  if (!/^[A-Za-z0-9][\w-]{0,31}$/.test(alias)) return 'must be letters, digits, dashes and underscores, at most 32'
  // ASTER_WALLET_PRIVATE_KEY is the key of the main wallet
  return /(?:^|[_-])wallet$/i.test(alias)
    ? 'must not end with wallet: its variables would be those of the main wallet'
    : undefined
}
