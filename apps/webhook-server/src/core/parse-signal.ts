import type { Body } from './parse-body.ts'
import { parseCommand } from './parse-command.ts'
import { parseCommon } from './parse-common.ts'
import { createFieldReader } from './read-field.ts'
import { refuseFields } from './refusal.ts'
import { refusePlaceholders } from './refuse-placeholders.ts'
import { listUnread } from './report-unread.ts'
import type { ParsedSignal } from './signal.ts'

/**
 * Understands the message of an alert that names an action.
 *
 * @throws {Refusal} 400, naming each field that does not fit and its rule.
 */
export function parseSignal(body: Body): ParsedSignal {
  const fields = createFieldReader(body)
  refusePlaceholders(body, '', fields)
  const common = parseCommon(fields)
  const command = parseCommand(fields)
  const ignoredFields = listUnread(fields)
  if (fields.mistakes.length > 0 || command === undefined) throw refuseFields(...fields.mistakes)
  return { ...common, command, ...(ignoredFields.length === 0 ? {} : { ignoredFields }) }
}
