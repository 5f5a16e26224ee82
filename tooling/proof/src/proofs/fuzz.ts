import { createSeededRandom } from '@aster/core'
import { optionalSetting, setting, wholeNumber } from '@aster/runtime'

import { createHttpFuzzer } from '../fuzz/create-http-fuzzer.ts'
import { createSocketFuzzer } from '../fuzz/create-socket-fuzzer.ts'
import { drawBytes } from '../fuzz/fuzz-bytes.ts'
import { openFuzzTarget } from '../fuzz/fuzz-target.ts'
import { judgeAnswer } from '../fuzz/judge-answer.ts'
import { readStatusLine, sendBytes } from '../fuzz/send-bytes.ts'
import { sieges } from '../fuzz/sieges.ts'
import { readHeapMb } from '../memory/read-heap.ts'
import { defineProof } from '../proof.ts'

const smallDose = 3_000
const largeDose = 100_000
const inFlight = 24
const heapSamples = 6
/** What the heap may grow by between its second and its last sample: histories fill up to their limits. */
const heapSlackMb = 24

const faultScripts: Readonly<Record<string, object>> = {
  'server-error': { match: { endpoint: 'getDepth' }, action: { kind: 'errorBeforeAccept', status: 500, code: -1000 } },
  'strange-code': { match: { endpoint: 'getOrder' }, action: { kind: 'errorBeforeAccept', status: 400, code: -7 } },
}

/** Requests, frames and bytes that no honest client sends, against an exchange on a real port. */
export const fuzzProof = defineProof({
  name: 'fuzz',
  summary:
    'Fuzzed requests, frames and bytes over real sockets: documented answers or a cut, no crash, flat memory, nothing of another account.',
  plants: [
    { name: 'server-error', meaning: 'Order books answer HTTP 500.' },
    { name: 'strange-code', meaning: 'Order queries answer a code that is not documented.' },
    { name: 'shared-key', meaning: "The attacker's API key opens the other account." },
    { name: 'kept-answers', meaning: 'Every request leaves 20 kB behind.' },
  ],
  fields: {
    runs: optionalSetting(wholeNumber({ min: 1 }), {
      description: `Requests, frames and bytes together; ${smallDose} unless given, ${largeDose} with --full.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    fromSeed: setting(wholeNumber({ min: 0 }), {
      description: 'Seed of the first one.',
      placeholder: '<n>',
      default: 1,
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, clock, signal, note }) {
    const runs = values.runs ?? (full ? largeDose : smallDose)
    await using target = await openFuzzTarget(clock)
    const script = plant === undefined ? undefined : faultScripts[plant]
    if (script !== undefined) target.exchange.faults.load({ rules: [script] } as never)
    const { foreign } = target
    const http = createHttpFuzzer(target.restUrl, { clock, foreign, asVictim: plant === 'shared-key' })
    const sockets = createSocketFuzzer(target.wsUrl, foreign)
    const counts = { requests: 0, frames: 0, bytes: 0, cut: 0, unexpected5xx: 0, leaks: 0 }
    const kept: unknown[] = []
    const failures: string[] = []
    const heapMb: number[] = [readHeapMb()]
    const fail = (seed: number, finding: string) => {
      if (finding.startsWith('HTTP 5')) counts.unexpected5xx += 1
      if (finding.startsWith('something of another')) counts.leaks += 1
      failures.push(`${finding}; again with --from-seed ${seed} --runs 1`)
    }

    const runOne = async (seed: number) => {
      const random = createSeededRandom(`fuzz/${seed}`)
      const dice = random.nextInt(100)
      if (dice < 75) {
        counts.requests += 1
        const answer = await http.send(random)
        if (answer === undefined) counts.cut += 1
        else for (const finding of judgeAnswer(answer.status, answer.body)) fail(seed, finding)
      } else if (dice < 97) {
        counts.frames += 1
        await sockets.send(random)
      } else {
        counts.bytes += 1
        const status = readStatusLine(await sendBytes(target.port, drawBytes(random), 100))
        if (status === undefined) counts.cut += 1
        else if (status >= 500 && status !== 505) fail(seed, `HTTP ${status} to broken bytes`)
      }
      for (const finding of sockets.takeFindings()) fail(seed, finding)
      if (plant === 'kept-answers') kept.push(Array.from({ length: 2500 }, () => seed))
    }

    let next = values.fromSeed
    const end = values.fromSeed + runs
    const sampleEvery = Math.max(1, Math.floor(runs / heapSamples))
    const work = async () => {
      while (next < end && failures.length < 100) {
        signal.throwIfAborted()
        const seed = next++
        await runOne(seed)
        const done = seed - values.fromSeed + 1
        if (done % sampleEvery === 0) heapMb.push(readHeapMb())
        if (done % 10_000 === 0) note(`${done} of ${runs}, ${failures.length} failures`)
      }
    }
    await Promise.all(Array.from({ length: inFlight }, work))
    for (const [name, lay] of Object.entries(plant === undefined ? sieges : {})) {
      const finding = await lay(target, clock)
      if (finding !== undefined) failures.push(`${name}: ${finding}`)
    }
    sockets.close()
    await http.close()
    const answer = await fetch(`${target.restUrl}/fapi/v3/time`)
    if (answer.status !== 200) failures.push(`the exchange answers ${answer.status} when all is over`)
    heapMb.push(readHeapMb())
    for (const fault of target.faults) failures.push(`a fault of the exchange: ${fault}`)
    failures.push(...target.findDamage())
    const grownMb = (heapMb.at(-1) ?? 0) - (heapMb[1] ?? 0)
    if (grownMb > heapSlackMb) failures.push(`the heap grew by ${grownMb} MB: ${heapMb.join(', ')}`)
    const summary = { runs, crashes: target.faults.length, ...counts, sieges: Object.keys(sieges).length, heapMb }
    return { summary: { ...summary, fromSeed: values.fromSeed }, failures }
  },
})
