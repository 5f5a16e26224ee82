import { toOwnEnvironmentName } from './names.ts'

/** Programs of this family: a variable with another one's name in it is not meant for us, and no mistake. */
const programs = [
  'demo',
  'paper-exchange',
  'bench',
  'proof',
  'cli',
  'webhook-server',
  'market-maker',
  'mid-freq-strategy',
  'zmq-fanout',
]

/** Meant for several programs, and not for all: a program without such a setting says nothing about it. */
const shared: ReadonlySet<string> = new Set(['ASTER_HALT_FILE', 'ASTER_STATE'])

/** Variables that hold credentials, of a named account as well; whoever trades for real reads them. */
const credentials = /^ASTER_(?:[A-Z0-9_]+_)?(?:USER|SIGNER|PRIVATE_KEY|API_KEY|API_SECRET|KEYSTORE_PASSPHRASE)$/

/** True for a variable that somebody else reads, so that it deserves no warning here. */
export function isForOthers(name: string, program: string, knownNames: readonly string[]): boolean {
  const others = programs.filter((other) => !program.startsWith(other)).map((other) => toOwnEnvironmentName(other, '*'))
  if (credentials.test(name) || shared.has(name)) return true
  return [...knownNames, ...others].some((known) =>
    known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known,
  )
}
