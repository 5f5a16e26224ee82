/** Three commands worth trying after a run; the last lines that the demo prints. */
export function listNextCommands(seed: number): readonly string[] {
  const pnpm = 'npx -y pnpm@12.21.0'
  return [
    `${pnpm} demo --seed ${seed + 1} --duration 120      # another market, for two minutes`,
    `${pnpm} paper-exchange --port 8080      # the same exchange for your own program, at http://127.0.0.1:8080`,
    `${pnpm} proof demo --seeds 20           # twenty markets in memory; every run has to end clean`,
  ]
}
