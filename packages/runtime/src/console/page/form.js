import { $, make } from './dom.js'

const inputId = (id) => `field-${id}`

function makeInput(field) {
  const { id, kind, help, maxLength, isOptional } = field
  const common = {
    id: inputId(id),
    name: id,
    autocomplete: 'off',
    spellcheck: false,
    'aria-describedby': `${help === undefined ? '' : `help-${id} `}wrong-${id}`,
  }
  if (kind === 'choice') {
    const options = field.options.map(({ value, label }) => make('option', { value, textContent: label }))
    const select = make('select', common, ...options)
    if (field.default !== undefined) select.value = field.default
    return [select]
  }
  const texts = {
    ...common,
    value: field.default ?? '',
    required: isOptional !== true,
    maxLength: maxLength ?? (kind === 'text' ? 200 : 16_000),
  }
  if (kind === 'lines') return [make('textarea', { ...texts, rows: 9 })]
  if (field.suggestions === undefined) return [make('input', { ...texts, type: 'text' })]
  const list = make('datalist', { id: `list-${id}` }, ...field.suggestions.map((value) => make('option', { value })))
  const input = make('input', { ...texts, type: 'text' })
  input.setAttribute('list', `list-${id}`)
  return [input, list]
}

function makeField(field) {
  const { id, label, help } = field
  return make(
    'div',
    { className: 'field' },
    make('label', { htmlFor: inputId(id), textContent: label }),
    ...makeInput(field),
    ...(help === undefined ? [] : [make('p', { id: `help-${id}`, className: 'soft', textContent: help })]),
    make('p', { id: `wrong-${id}`, className: 'wrong down', role: 'alert' }),
  )
}

/** Draws an action's fields. Choosing what fills other fields writes into them at once. */
export function drawForm(fields = []) {
  $('confirm-fields').replaceChildren(...fields.map(makeField))
  for (const { id, kind, options } of fields) {
    if (kind !== 'choice') continue
    const select = $(inputId(id))
    const fill = () => {
      const { fills = {} } = options.find(({ value }) => value === select.value) ?? {}
      for (const [other, text] of Object.entries(fills)) $(inputId(other)).value = text
    }
    select.addEventListener('change', fill)
    fill()
  }
}

export const readForm = (fields = []) => Object.fromEntries(fields.map(({ id }) => [id, $(inputId(id)).value]))

/** Says at each field what is wrong with it, and goes to the first of them. */
export function showMistakes(fields = [], mistakes = []) {
  let first
  for (const { id } of fields) {
    const text = mistakes.filter(({ field }) => field === id).map(({ message }) => message)
    $(`wrong-${id}`).textContent = text.join('; ')
    $(inputId(id)).setAttribute('aria-invalid', String(text.length > 0))
    if (text.length > 0) first ??= $(inputId(id))
  }
  first?.focus()
}
