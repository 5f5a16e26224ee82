import { openActions, showActions } from './actions.js'
import { paintCharts } from './charts.js'
import { $ } from './dom.js'
import { receive } from './events.js'
import { paintInventory } from './inventory.js'
import { keepStream } from './keep-stream.js'
import { showLists } from './lists.js'
import { openTabs } from './market.js'
import { openTheme } from './theme.js'

let epoch

function showState({ banner, lists }) {
  $('banner').hidden = banner === undefined
  $('banner').textContent = banner ?? ''
  showLists(lists)
}

function showProgram({ program, mode }) {
  $('program').textContent = program
  $('mode').textContent = mode.toUpperCase()
  $('mode').className = `badge ${mode}`
  document.title = `${program} · Aster console`
}

function setLink(text, className) {
  $('link').textContent = text
  $('link').className = `badge ${className}`
}

function showHello(hello) {
  // another run numbers its events from one again
  if (epoch !== undefined && epoch !== hello.epoch) location.reload()
  epoch = hello.epoch
  showProgram(hello)
  showState(hello.state)
  showActions(hello.actions)
  setLink('connected', 'on')
}

openTheme(() => {
  paintCharts()
  paintInventory()
})
openTabs()
openActions()
keepStream('/console/events', {
  events: { hello: showHello, state: showState, actions: showActions, message: receive },
  onLost: () => setLink('connection lost, trying again', 'lost'),
})
