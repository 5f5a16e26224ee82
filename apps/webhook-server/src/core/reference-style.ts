/** How the reference looks: dark and light by the reader's choice, one column on a phone. */
export const referenceStyle = `
:root { color-scheme: light dark; --line: light-dark(#d8dce3, #343a46); --soft: light-dark(#5b6472, #9aa4b2); --link: light-dark(#0b5cad, #7db7ff) }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #14171c); color: light-dark(#1b1f24, #e4e8ee); display: grid; grid-template-columns: 19rem minmax(0, 1fr) }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; border-right: 1px solid var(--line); font-size: 13px }
main { padding: 1rem 2rem; max-width: 64rem }
h1 { font-size: 1.1rem } h2 { font-size: .9rem; margin: 1.2rem 0 .3rem } h3 { font-size: 1.05rem; margin: 2rem 0 .3rem } h4 { margin: .8rem 0 .3rem; font-size: .85rem; color: var(--soft) }
small, i, dd span { color: var(--soft); font-weight: normal }
nav ul { list-style: none; margin: 0; padding: 0 } nav li { overflow-wrap: anywhere }
nav b, h3 b { display: inline-block; min-width: 3.2em; color: var(--soft) }
a { color: var(--link); text-decoration: none } a:hover, a:focus-visible { text-decoration: underline }
section { border-top: 1px solid var(--line) }
table { border-collapse: collapse; width: 100%; font-size: 13px } th { text-align: left; color: var(--soft) }
td, th { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word }
#codes td:nth-child(-n + 2), td:first-child { white-space: nowrap }
dl { display: grid; grid-template-columns: 3rem minmax(0, 1fr); gap: .3rem .6rem; margin: 0 } dt { font-weight: 600 } dd { margin: 0 }
code { font: .95em ui-monospace, monospace }
@media (max-width: 760px) { body { display: block } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line) } main { padding: 1rem } table { display: block; overflow-x: auto } #codes thead { display: none } #codes tbody, #codes tr { display: block } #codes td { display: block; border: 0; white-space: normal } #codes tr { border-bottom: 1px solid var(--line); padding: .3rem 0 } }
`
