import base from './playwright.config.ts'

/** `npm run screenshots`: the pictures of the README, taken from the running app. */
export default { ...base, testMatch: 'screenshots.ts', reporter: [['list']] as [['list']] }
