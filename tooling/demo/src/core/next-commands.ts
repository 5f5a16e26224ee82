/**
 * Commands worth trying after a run; the last lines that the demo prints.
 *
 * @param state - Folder where the run was written down; undefined where it was not.
 */
export function listNextCommands(seed: number, state: string | undefined): readonly string[] {
  const story = ['aster', `explain --state ${state}`, 'the orders of this run, and the whole story of each'] as const
  const commands = [
    ...(state === undefined ? [] : [story]),
    ['demo', `--seed ${seed + 1} --duration 120`, 'another market, for two minutes'],
    ['paper-exchange', '--port 8080', 'the same exchange, for your own program'],
    ['proof demo', '--seeds 20', 'twenty markets in memory; each must end clean'],
  ] as const
  const lines = commands.map(([name, flags, meaning]) => [`npx -y pnpm@12.21.0 ${name} ${flags}`, meaning] as const)
  const width = Math.max(...lines.map(([line]) => line.length))
  return lines.map(([line, meaning]) => `${line.padEnd(width)}  # ${meaning}`)
}
