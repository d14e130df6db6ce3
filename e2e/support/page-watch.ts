import type { Page } from '@playwright/test'

/** What a page says in its console and asks of the network. */
export interface PageWatch {
  /** Errors of the console and uncaught ones, without those that were expected. */
  errors(): readonly string[]
  /** Addresses asked for that belong to none of the apps. */
  outside(): readonly string[]
  /** Counts the origin of this address as the page's own. */
  own(url: string): void
  /** The origin counted so last. */
  ownOrigin(): string
  /** Errors that match are what the test brings about. */
  expectErrors(pattern: RegExp): void
}

/** The place that an address leads to; sockets of a server count as the server's. */
const originOf = (url: string): string => new URL(url.replace(/^ws/, 'http')).origin

/** Addresses that lead to nowhere but the page itself. */
const isInner = (url: string): boolean => /^(data|blob|about|chrome-error):/.test(url)

export function watchPage(page: Page): PageWatch {
  const said: string[] = []
  const asked: string[] = []
  const origins = new Set<string>()
  const expected: RegExp[] = []
  page.on('pageerror', error => said.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') said.push(message.text())
  })
  page.on('crash', () => said.push('the page crashed'))
  page.on('request', request => asked.push(request.url()))
  page.on('requestfailed', request => {
    // What the page's own policy forbids never leaves it.
    if (request.failure()?.errorText === 'csp') asked.splice(asked.indexOf(request.url()), 1)
  })
  page.on('websocket', socket => asked.push(socket.url()))
  return {
    errors: () => said.filter(text => !expected.some(pattern => pattern.test(text))),
    outside: () => asked.filter(url => !isInner(url) && !origins.has(originOf(url))),
    own: url => void origins.add(originOf(url)),
    ownOrigin: () => [...origins].at(-1) ?? '',
    expectErrors: pattern => void expected.push(pattern),
  }
}
