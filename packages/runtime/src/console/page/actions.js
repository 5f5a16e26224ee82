import { $, make } from './dom.js'
import { drawForm, readForm, showMistakes } from './form.js'

const shownForMs = 8_000
const closesAfterMs = 700
let clearing

/** Buttons of a group stand in a panel of their own, the others in the head of the page. */
export function showActions(actions) {
  const focused = document.activeElement?.id
  const groups = new Map()
  for (const action of actions) {
    const button = make('button', {
      type: 'button',
      id: `action-${action.id}`,
      className: action.isDangerous ? 'danger' : '',
      textContent: action.label,
      onclick: () => ask(action),
    })
    groups.set(action.group, [...(groups.get(action.group) ?? []), button])
  }
  $('actions').replaceChildren(...(groups.get(undefined) ?? []))
  groups.delete(undefined)
  $('groups').replaceChildren(
    ...[...groups].map(([title, buttons], index) =>
      make(
        'section',
        { 'aria-labelledby': `group-${index}` },
        make('h2', { id: `group-${index}`, textContent: title }),
        make('div', { className: 'buttons' }, ...buttons),
      ),
    ),
  )
  if (focused) $(focused)?.focus()
}

/** Asks a second time, with the form if there is one, before anything is done. */
function ask(action) {
  const { fields = [] } = action
  $('confirm-title').textContent = action.label
  $('confirm-text').textContent = action.question
  $('confirm-outcome').textContent = ''
  $('confirm-yes').textContent = action.label
  $('confirm-yes').className = action.isDangerous ? 'danger' : 'main'
  $('confirm-yes').disabled = false
  drawForm(fields)
  $('confirm-form').onsubmit = (event) => {
    event.preventDefault()
    void perform(action)
  }
  $('confirm').showModal()
  if (fields.length === 0) $('confirm-no').focus()
}

async function perform(action) {
  const { fields = [] } = action
  $('confirm-yes').disabled = true
  $('confirm-outcome').textContent = 'working…'
  showMistakes(fields)
  try {
    const response = await fetch(`/console/actions/${action.id}`, {
      method: 'POST',
      headers: { 'x-aster': '1', 'content-type': 'application/json' },
      body: JSON.stringify(readForm(fields)),
    })
    const { message, mistakes } = await response.json()
    $('confirm-outcome').textContent = message
    $('confirm-outcome').className = response.ok ? '' : 'down'
    if (response.ok) {
      tell(message)
      setTimeout(() => $('confirm').close(), closesAfterMs)
      return
    }
    showMistakes(fields, mistakes)
  } catch {
    $('confirm-outcome').textContent = 'no answer: look whether it was done, and try again'
    $('confirm-outcome').className = 'down'
  }
  $('confirm-yes').disabled = false
}

/** The outcome stays for a while after the question has gone. */
function tell(text) {
  $('outcome').textContent = text
  clearTimeout(clearing)
  clearing = setTimeout(() => ($('outcome').textContent = ''), shownForMs)
}

export function openActions() {
  $('confirm-no').addEventListener('click', () => $('confirm').close())
  document.addEventListener('keydown', (event) => {
    if (event.key === 'h' && !event.ctrlKey && !event.metaKey && !$('confirm').open) $('action-halt')?.click()
  })
}
