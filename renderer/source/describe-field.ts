import type { FieldInfo } from '../../core/schema/index.ts'

const element = (tag: string, text: string, className = ''): HTMLElement => {
  const made = document.createElement(tag)
  made.textContent = text
  made.className = className
  return made
}

/** Units that say what a value is, and not what it is measured in. */
const NO_MEASURE = new Set(['count', 'port', 'host', 'host:port', 'url', 'share'])

function facts(field: FieldInfo): string {
  const { unit, kinds, choices, minimum, maximum, since } = field
  const fallback = field.defaultText ?? (field.default === undefined ? null : JSON.stringify(field.default))
  return [
    kinds.join(' or '),
    unit === undefined || NO_MEASURE.has(unit) ? null : `in ${unit}`,
    choices === undefined ? null : `one of ${choices.join(', ')}`,
    minimum === undefined ? null : `from ${minimum}`,
    maximum === undefined ? null : `to ${maximum}`,
    fallback === null ? null : `default ${fallback}`,
    since === undefined ? null : `since ${since}`,
  ]
    .filter(fact => fact !== null)
    .join(' · ')
}

/** A field as a small page: its name, its meaning, and what it takes. */
export function describeField(field: FieldInfo): HTMLElement {
  const page = element('div', '', 'cm-source-hover')
  page.append(element('strong', field.key), element('p', field.description))
  page.append(element('p', facts(field), 'sw-muted'))
  if (field.deprecated !== null) page.append(element('p', field.deprecated, 'sw-muted'))
  return page
}

/** Lines of the catalogue as a small page: `name: meaning` first, then what else is known. */
export function describeLines([first = '', ...rest]: readonly string[]): HTMLElement {
  const page = element('div', '', 'cm-source-hover')
  const colon = first.indexOf(': ')
  page.append(element('strong', first.slice(0, colon)), element('p', first.slice(colon + 2)))
  page.append(...rest.map(line => element('p', line, 'sw-muted')))
  return page
}
