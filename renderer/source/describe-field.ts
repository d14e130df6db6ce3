import type { FieldInfo } from '../../core/schema/index.ts'

const element = (tag: string, text: string, className = ''): HTMLElement => {
  const made = document.createElement(tag)
  made.textContent = text
  made.className = className
  return made
}

function facts(field: FieldInfo): string {
  const { unit, kinds, choices, minimum, maximum, since } = field
  const fallback = field.defaultText ?? (field.default === undefined ? null : JSON.stringify(field.default))
  return [
    kinds.join(' or '),
    unit === undefined || unit === 'count' ? null : `in ${unit}`,
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
