import { type LogPattern, number } from './pattern.ts'

const MIB = 2 ** 20

const millisOf = (seconds: string | undefined): number | null =>
  seconds === undefined ? null : Number(seconds) * 1000

/** Lines that carry figures of a transfer. */
export const TRANSFERS: readonly LogPattern[] = [
  {
    pattern:
      /KV transfer OK: [^,]{0,500}, (\d+) bytes(?: across \d+ key\(s\))?(?:, ([\d.]+)s, ([\d.]+) MB\/s)?/,
    read: match => ({
      kind: 'transfer',
      meaning:
        'A sender handed a KV cache to its connector. With a transfer engine the bytes move only when the receiver fetches them.',
      rules: [],
      kv: true,
      transfer: {
        bytes: number(match[1]),
        millis: millisOf(match[2]),
        mibPerSecond: number(match[3]),
        parts: [],
      },
    }),
  },
  {
    pattern:
      /Successfully received KV cache for [^,]{0,500}, (\d+) bytes(?:.{0,300}?wait=([\d.]+)s)?(?:.{0,100}?link=([\d.]+)ms)?/,
    read: match => {
      const bytes = Number(match[1])
      const link = number(match[3])
      const wait = millisOf(match[2])
      return {
        kind: 'transfer',
        meaning:
          wait === null
            ? 'A KV cache arrived.'
            : `A KV cache arrived; the stage waited ${match[2]} s for it.`,
        rules: [],
        kv: true,
        transfer: {
          bytes,
          millis: link,
          mibPerSecond: link !== null && link > 0 ? bytes / MIB / (link / 1000) : null,
          parts: wait === null ? [] : [{ name: 'wait', millis: wait }],
        },
      }
    },
  },
  {
    pattern:
      /\[(?:RDMA|YR|MORI|NIXL|MTE|TCP) GET\] (\S{1,300}): (.{0,500}?)total=([\d.]+)ms(?:, ([\d.]+) MB\/s)?/,
    read: match => {
      const millis = Number(match[3])
      const rate = number(match[4])
      return {
        kind: 'transfer',
        meaning: 'A transfer engine fetched a payload; the parts say what the time went into.',
        rules: [],
        transfer: {
          bytes: rate === null ? null : Math.round(rate * MIB * (millis / 1000)),
          millis,
          mibPerSecond: rate,
          parts: Array.from((match[2] ?? '').matchAll(/(\w{1,40})=([\d.]+)ms/g), part => ({
            name: part[1] ?? '',
            millis: Number(part[2]),
          })),
        },
      }
    },
  },
]
