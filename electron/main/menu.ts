import type { MenuItemConstructorOptions } from 'electron'

interface MenuEntry {
  /** Id in the window's command registry. */
  readonly command: string
  readonly label: string
  readonly accelerator?: string
}

type Section = readonly (MenuEntry | 'separator')[]

/**
 * The menu's own part: which command stands where. The window runs every command; text fields keep the system's
 * own editing keys, so cut, copy and paste are roles.
 */
const FILE: Section = [
  { command: 'file.new', label: 'New from Template…', accelerator: 'CmdOrCtrl+N' },
  { command: 'file.open', label: 'Open…', accelerator: 'CmdOrCtrl+O' },
  'separator',
  { command: 'file.save', label: 'Save', accelerator: 'CmdOrCtrl+S' },
  { command: 'file.saveAs', label: 'Save As…', accelerator: 'CmdOrCtrl+Shift+S' },
]

const VIEW: Section = [
  { command: 'palette.open', label: 'Command Palette…', accelerator: 'CmdOrCtrl+K' },
  'separator',
  { command: 'view.zoomToFit', label: 'Zoom to Fit' },
  { command: 'view.nextProblem', label: 'Next Problem', accelerator: 'F8' },
]

const BENCH: Section = [{ command: 'bench.run', label: 'Run the Test Bench', accelerator: 'CmdOrCtrl+Enter' }]

const items = (section: Section, send: (command: string) => void): MenuItemConstructorOptions[] =>
  section.map(entry =>
    entry === 'separator'
      ? { type: 'separator' }
      : {
          id: entry.command,
          label: entry.label,
          click: () => send(entry.command),
          // The window listens to the same keys itself; registering them here too would run a command twice.
          ...(entry.accelerator === undefined
            ? {}
            : { accelerator: entry.accelerator, registerAccelerator: false }),
        },
  )

/** The application menu; `send` hands a command's id to the window. */
export function menuTemplate(
  platform: string,
  send: (command: string) => void,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [...items(FILE, send), { type: 'separator' }, { role: isMac ? 'close' : 'quit' }],
    },
    {
      label: '&Edit',
      submenu: [
        ...items(
          [
            { command: 'edit.undo', label: 'Undo', accelerator: 'CmdOrCtrl+Z' },
            { command: 'edit.redo', label: 'Redo', accelerator: 'CmdOrCtrl+Shift+Z' },
            'separator',
          ],
          send,
        ),
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    { label: '&View', submenu: [...items(VIEW, send), { type: 'separator' }, { role: 'togglefullscreen' }] },
    { label: '&Bench', submenu: items(BENCH, send) },
  ]
}

/** Every command the menu names, for the test that the window knows them all. */
export const MENU_COMMANDS: readonly string[] = [FILE, VIEW, BENCH]
  .flat()
  .flatMap(entry => (entry === 'separator' ? [] : [entry.command]))
  .concat('edit.undo', 'edit.redo')
