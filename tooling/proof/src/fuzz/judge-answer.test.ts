import { describe, expect, it } from 'vitest'

import { victimMarks } from './fuzz-target.ts'
import { judgeAnswer, judgeFrame } from './judge-answer.ts'

describe('judgeAnswer', () => {
  it.each([
    [200, '{"orderId":1}'],
    [400, '{"code":-1102,"msg":"Mandatory parameter"}'],
    [404, '{"code":-5000,"msg":"Path /x, Method GET is invalid"}'],
  ])('takes %d %s', (status, body) => {
    expect(judgeAnswer(status, body)).toEqual([])
  })

  it.each([
    [500, '{"code":-1000,"msg":""}', 'HTTP 500'],
    [400, '<html></html>', 'without JSON'],
    [400, '{"code":-7}', 'not documented'],
    [400, 'null', 'not documented'],
    [200, `{"clientOrderId":"${victimMarks.clientOrderId}"}`, 'another account'],
  ])('refuses %d %s', (status, body, words) => {
    expect(judgeAnswer(status, body)).toEqual([expect.stringContaining(words)])
  })
})

describe('judgeFrame', () => {
  it.each(['{"result":null,"id":1}', '{"code":2,"msg":"Invalid request"}', '[]'])('takes %s', (text) => {
    expect(judgeFrame(text)).toEqual([])
  })

  it.each([
    ['{', 'not JSON'],
    ['{"code":-1000}', 'not documented'],
    [victimMarks.balance, 'another account'],
  ])('refuses %s', (text, words) => {
    expect(judgeFrame(text)).toEqual([expect.stringContaining(words)])
  })
})
