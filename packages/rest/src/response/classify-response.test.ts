import { describe, expect, it } from 'vitest'

import { classifyResponse } from './classify-response.ts'

const classify = (effect: 'read' | 'idempotent' | 'write', status: number, body: string) =>
  classifyResponse(effect, { status, headers: {}, body }).kind

const html = '<!DOCTYPE html><html><body>Internal Server Error</body></html>'

describe('classifyResponse', () => {
  it.each([
    ['a good answer', 'write', 200, '{"orderId":1}', 'answer'],
    ['an empty good answer', 'write', 200, '', 'answer'],
    ['an empty answer to a question', 'read', 200, '', 'unknown'],
    ['a confirmation with code 200', 'write', 200, '{"code":200,"msg":"success"}', 'answer'],
    ['a confirmation with code "200"', 'write', 200, '{"code":"200","msg":"done"}', 'answer'],
    ['a refusal', 'write', 400, '{"code":-2019,"msg":"Margin is insufficient."}', 'rejected'],
    ['a refusal under status 200', 'write', 200, '{"code":-2019,"msg":"Margin is insufficient."}', 'rejected'],
    ['a refusal with its code as text', 'write', 400, '{"code":"-2019","msg":"x"}', 'rejected'],
    ['an unknown code', 'write', 400, '{"code":-9999,"msg":"new"}', 'rejected'],
    ['an agent that is not approved', 'write', 400, '{"code":-1000,"msg":"No agent found"}', 'rejected'],
    ['a failed signature check', 'write', 400, '{"code":-1000,"msg":"Signature check failed"}', 'rejected'],
    ['an invalid symbol under -1000', 'write', 400, '{"code":-1000,"msg":"Invalid symbol."}', 'rejected'],
    ['any other -1000 on a write', 'write', 400, '{"code":-1000,"msg":"An unknown error occured"}', 'unknown'],
    ['-1001 on a write', 'write', 400, '{"code":-1001,"msg":"Internal error"}', 'unknown'],
    ['-1006 on a cancel', 'idempotent', 400, '{"code":-1006,"msg":"x"}', 'unknown'],
    ['-1007 on a write', 'write', 400, '{"code":-1007,"msg":"Timeout"}', 'unknown'],
    ['503 with a refusal in it', 'write', 503, '{"code":-2019,"msg":"x"}', 'unknown'],
    ['500 with HTML', 'write', 500, html, 'unknown'],
    ['502 without a body', 'write', 502, '', 'unknown'],
    ['200 with HTML', 'write', 200, html, 'unknown'],
    ['200 with cut-off JSON', 'write', 200, '{"orderId":1,"sym', 'unknown'],
    ['403 of a firewall', 'write', 403, html, 'unknown'],
    ['429', 'write', 429, '{"code":-1003,"msg":"Too many requests"}', 'slowDown'],
    ['429 with HTML', 'write', 429, html, 'slowDown'],
    ['418', 'read', 418, '', 'slowDown'],
    ['too many orders under 400', 'write', 400, '{"code":-1015,"msg":"Too many new orders"}', 'slowDown'],
    ['-1001 on a read', 'read', 400, '{"code":-1001,"msg":"Internal error"}', 'rejected'],
  ] as const)('takes %s', (_name, effect, status, body, kind) => {
    expect(classify(effect, status, body)).toBe(kind)
  })

  it('lets a read be repeated after an internal error, not after a refusal', () => {
    const internal = classifyResponse('read', { status: 400, headers: {}, body: '{"code":-1001,"msg":"x"}' })
    const refused = classifyResponse('read', { status: 400, headers: {}, body: '{"code":-1121,"msg":"x"}' })
    expect(internal).toMatchObject({ kind: 'rejected', repeatable: true })
    expect(refused).toMatchObject({ kind: 'rejected', repeatable: false })
  })
})
