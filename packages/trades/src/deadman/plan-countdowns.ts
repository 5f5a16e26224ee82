/** What stands on a symbol, as far as a countdown goes. */
export interface CountdownFacts {
  readonly symbol: string
  /** Orders of ours that open something. */
  readonly rests: boolean
  /** A position relies on a stop that the countdown would take with it. */
  readonly relies: boolean
}

/** Which countdowns to start or renew, which to end, and which there is no weight for. Off goes before on. */
export function planCountdowns(
  facts: readonly CountdownFacts[],
  armed: ReadonlySet<string>,
  rules: {
    readonly allowNaked: boolean
    /** Unwell, nothing is renewed: what runs runs out. What endangers a stop is ended all the same. */
    readonly isWell: boolean
    readonly most: number
    readonly renews: boolean
  },
): { readonly arm: readonly string[]; readonly disarm: readonly string[]; readonly left: readonly string[] } {
  const isWanted = ({ rests, relies }: CountdownFacts) => rests && (!relies || rules.allowNaked)
  const wanted = facts.filter(isWanted).map(({ symbol }) => symbol)
  // those that run already keep their place
  const inOrder = [...wanted.filter((symbol) => armed.has(symbol)), ...wanted.filter((symbol) => !armed.has(symbol))]
  const held = inOrder.slice(0, rules.most)
  return {
    arm: rules.isWell ? held.filter((symbol) => rules.renews || !armed.has(symbol)) : [],
    disarm: [...armed].filter((symbol) => !held.includes(symbol)),
    left: inOrder.slice(rules.most),
  }
}
