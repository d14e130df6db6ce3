import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isBytes, isDate, isDict, isFloat, isList } from '../value/index.ts'
import type { PyValue } from '../value/types.ts'
import { parseDocument } from './index.ts'

interface GoldenRecord {
  readonly id: string
  readonly yaml: string
  readonly params?: { readonly file?: { readonly name?: string } | null }
  readonly expect: { readonly parsed?: unknown; readonly parse_error?: string }
}

const FILE = new URL('../../fixtures/goldens/public.jsonl', import.meta.url)

function encodeFloat(value: number): unknown {
  if (Number.isFinite(value) && !Number.isInteger(value)) return value
  if (Number.isNaN(value)) return { $float: 'nan' }
  return { $float: Number.isFinite(value) ? value.toFixed(1) : value > 0 ? 'inf' : '-inf' }
}

/** The recorded form of a value; order-keeping, so that comparing its JSON text compares order too. */
function encode(value: PyValue): unknown {
  if (typeof value === 'bigint') return { $int: value.toString() }
  if (value === null || typeof value !== 'object') return value
  if (isFloat(value)) return encodeFloat(value.float)
  if (isList(value)) return value.map(encode)
  if (isDate(value) || isBytes(value)) return null
  const entries = isDict(value) ? [...value] : []
  const plain = entries.every(([key]) => typeof key === 'string' && !/^\d+$/.test(key))
  if (!plain) return { $map: entries.map(([key, item]) => [key, encode(item)]) }
  return Object.fromEntries(entries.map(([key, item]) => [String(key), encode(item)]))
}

it.skipIf(!existsSync(FILE))('reads every recorded document as the runtime does', () => {
  const records = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as GoldenRecord)
  expect(records.length).toBeGreaterThan(0)
  for (const record of records) {
    const document = parseDocument(record.yaml, { fileName: record.params?.file?.name ?? 'config.yaml' })
    if (record.expect.parse_error !== undefined) expect(document.ok, record.id).toBe(false)
    else expect(JSON.stringify(encode(document.value)), record.id).toBe(JSON.stringify(record.expect.parsed))
  }
})
