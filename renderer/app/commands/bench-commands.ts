import type { AppCommand } from './types.ts'

export const BENCH_COMMANDS: readonly AppCommand[] = [
  {
    id: 'bench.run',
    title: 'Run the test bench',
    group: 'Bench',
    keys: ['Mod+Enter'],
    scope: 'always',
    keywords: ['measure', 'ping', 'flow', 'test', 'transfer'],
    when: state => state.document !== null && !state.bench.running,
    run: async state => {
      state.openPanel('bench')
      await state.startBench()
    },
  },
  {
    id: 'bench.cancel',
    title: 'Stop the test bench',
    group: 'Bench',
    keys: ['Mod+.'],
    scope: 'always',
    when: state => state.bench.running && !state.bench.cancelling,
    run: state => state.cancelBench(),
  },
  {
    id: 'bench.toggleDots',
    title: 'Show or hide the dots on edges under test',
    group: 'Bench',
    run: state => state.setSettings({ movingDots: !state.settings.movingDots }),
  },
]

export const HELP_COMMANDS: readonly AppCommand[] = [
  {
    id: 'help.about',
    title: 'Shortcuts and version',
    group: 'Help',
    keys: ['Shift+?'],
    scope: 'outside-text',
    keywords: ['keyboard', 'help', 'about'],
    run: state => state.openOverlay('about'),
  },
]
