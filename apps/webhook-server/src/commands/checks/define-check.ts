import type { Check, CheckOutcome } from '@aster/runtime'

type Finding = Omit<CheckOutcome, 'name' | 'ok'>

export const fine = (detail: string): Finding => ({ level: 'fine', detail })
export const warning = (detail: string, hint: string): Finding => ({ level: 'warning', detail, hint })
export const failed = (detail: string, hint: string): Finding => ({ level: 'failed', detail, hint })

/** A check out of a question. What it throws has failed. */
export const defineCheck = (name: string, ask: (signal?: AbortSignal) => Finding | Promise<Finding>): Check => ({
  name,
  async run(signal) {
    const finding = await ask(signal)
    return { name, ok: finding.level !== 'failed', ...finding }
  },
})
