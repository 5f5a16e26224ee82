import type { Content, OpenApiDocument, Operation, Schema } from './open-api-document.ts'
import { referenceStyle } from './reference-style.ts'
import type { RefusalCode } from './refusal-codes.ts'

interface Route {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** An OpenAPI document as one page to read: no script, no other file, nothing from another host. */
export function renderReference(
  document: object,
  { summary, codes }: { readonly summary: string; readonly codes: Readonly<Record<string, RefusalCode>> },
): string {
  const { info, paths = {}, components = {} } = document as OpenApiDocument
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const tags = [...new Set(routes.map(readTag))]
  const schemas = Object.entries(components.schemas ?? {}).filter(([name]) => !isInputTwin(name, components.schemas))
  const title = escapeHtml(info.title)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} reference</title>
<style>${referenceStyle}</style>
</head>
<body>
<nav aria-label="Contents"><h1>${title} <small>${escapeHtml(info.version)}</small></h1>
${tags.map((tag) => renderContents(tag, routes)).join('\n')}
<h2>Schemas</h2>
<ul><li><a href="#codes">codes of errors</a></li>${schemas.map(([name]) => `<li><a href="#${toId('schema', name)}">${escapeHtml(name)}</a></li>`).join('')}</ul>
</nav>
<main>
<p>Also <a href="/docs">to try out</a>, and <a href="/docs/json">as OpenAPI</a>.</p>
<p>${escapeHtml(summary)}</p>
${renderCodes(codes)}
${routes.map(renderRoute).join('\n')}
<h2>Schemas</h2>
${schemas.map(([name, schema]) => renderComponent(name, schema)).join('\n')}
</main>
</body>
</html>
`
}

const readTag = ({ operation }: Route): string => operation.tags?.[0] ?? 'other'

/** Generators list a schema twice, as it is sent and as it is received; where both are there the second is enough. */
const isInputTwin = (name: string, schemas: Readonly<Record<string, Schema>> = {}): boolean =>
  name.endsWith('Input') && Object.hasOwn(schemas, name.slice(0, -'Input'.length))

function renderContents(tag: string, routes: readonly Route[]): string {
  const links = routes
    .filter((route) => readTag(route) === tag)
    .map(({ method, path }) => `<li><a href="#${toId(method, path)}"><b>${method}</b> ${escapeHtml(path)}</a></li>`)
  return `<h2>${escapeHtml(tag)}</h2>\n<ul>${links.join('')}</ul>`
}

function renderRoute({ method, path, operation }: Route): string {
  const { description = '', parameters = [], requestBody, responses = {} } = operation
  const given = parameters.map((parameter) =>
    renderRow(`${parameter.name} (${parameter.in})`, parameter.schema ?? {}, {
      isRequired: parameter.required === true,
      text: parameter.description,
    }),
  )
  const answers = Object.entries(responses).map(
    ([status, answer]) => `<dt>${status}</dt><dd>${renderAnswer(answer)}</dd>`,
  )
  return `<section id="${toId(method, path)}"><h3><b>${method}</b> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(description)}</p>
${given.length === 0 ? '' : `<h4>Parameters</h4>${renderTable(given)}`}
${requestBody === undefined ? '' : `<h4>Body</h4>${renderBody(requestBody)}`}
<h4>Answers</h4><dl>${answers.join('')}</dl></section>`
}

const readSchema = ({ content = {} }: Content): Schema | undefined => Object.values(content)[0]?.schema

function renderAnswer(answer: Content): string {
  const schema = readSchema(answer)
  const name = schema === undefined ? '' : ` <span>${describeType(schema)}</span>`
  const fields = schema?.$ref === undefined && schema?.properties !== undefined ? renderFields(schema) : ''
  return `${escapeHtml(answer.description ?? '')}${name}${fields}`
}

function renderBody(body: Content): string {
  const schema = readSchema(body) ?? {}
  return schema.properties === undefined ? `<p>${describeType(schema)}</p>` : renderFields(schema)
}

function renderCodes(codes: Readonly<Record<string, RefusalCode>>): string {
  const rows = Object.entries(codes).map(
    ([code, { status, cause, cure }]) =>
      `<tr><td><code>${code}</code></td><td>${status}</td><td>${markCode(cause)}</td><td>${markCode(cure)}</td></tr>`,
  )
  const head = '<tr><th>Code</th><th>Status</th><th>Cause</th><th>Cure</th></tr>'
  return `<table id="codes"><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`
}

const markCode = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')

const renderComponent = (name: string, schema: Schema): string =>
  `<section id="${toId('schema', name)}"><h3>${escapeHtml(name)}</h3>
<p>${escapeHtml(schema.description ?? '')}</p>${renderFields(schema)}</section>`

const renderFields = ({ properties = {}, required = [] }: Schema): string =>
  renderTable(
    Object.entries(properties).map(([name, schema]) =>
      renderRow(name, schema, { isRequired: required.includes(name), text: schema.description }),
    ),
  )

const renderTable = (rows: readonly string[]): string =>
  rows.length === 0
    ? ''
    : `<table><thead><tr><th>Name</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table>`

function renderRow(
  name: string,
  schema: Schema,
  { isRequired, text = '' }: { readonly isRequired: boolean; readonly text: string | undefined },
): string {
  const mark = isRequired ? ' <i>required</i>' : ''
  const fallback = schema.default === undefined ? '' : ` Default: ${JSON.stringify(schema.default)}.`
  return `<tr><td><code>${escapeHtml(name)}</code>${mark}</td><td>${describeType(schema)}</td><td>${escapeHtml(text + fallback)}</td></tr>`
}

/** A type in words, as HTML, with links to schemas that have a name. */
function describeType(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return `<a href="#${toId('schema', name)}">${escapeHtml(name)}</a>`
  }
  if (schema.const !== undefined) return escapeHtml(JSON.stringify(schema.const))
  if (schema.enum !== undefined) return schema.enum.map((value) => escapeHtml(String(value))).join(' | ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(describeType).join(' or ')
  if (schema.items !== undefined) return `list of ${describeType(schema.items)}`
  if (schema.type === undefined) return 'anything'
  const limits = [
    ...(schema.minimum === undefined || schema.minimum < -1e15 ? [] : [`≥ ${schema.minimum}`]),
    ...(schema.maximum === undefined || schema.maximum > 1e15 ? [] : [`≤ ${schema.maximum}`]),
  ]
  const words = [[schema.type].flat().join(' or '), ...(schema.format === undefined ? [] : [`(${schema.format})`])]
  return escapeHtml([...words, ...limits].join(' '))
}

const toId = (kind: string, name: string): string => `${kind}-${name}`.replaceAll(/[^\w-]+/g, '_')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter)
