import { z } from 'zod'

/** Fields of an answer that its schema does not know, as paths; lists are judged by their first element. */
export function findUnknownFields(schema: z.core.$ZodType, content: unknown, path = ''): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return content === undefined || content === null ? [] : findUnknownFields(schema.unwrap(), content, path)
  }
  if (schema instanceof z.ZodPipe) return findUnknownFields(schema.in, content, path)
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.options.find((option) => z.safeParse(option, content).success)
    return fitting === undefined ? [] : findUnknownFields(fitting, content, path)
  }
  if (schema instanceof z.ZodArray) {
    return Array.isArray(content) && content.length > 0
      ? findUnknownFields(schema.element, content[0], `${path}[]`)
      : []
  }
  if (!(schema instanceof z.ZodObject) || typeof content !== 'object' || content === null) return []
  const shape = schema.shape as Readonly<Record<string, z.core.$ZodType>>
  return Object.entries(content).flatMap(([name, value]) => {
    const field = path === '' ? name : `${path}.${name}`
    const inner = Object.hasOwn(shape, name) ? shape[name] : undefined
    return inner === undefined ? [field] : findUnknownFields(inner, value, field)
  })
}
