import { readFile } from 'node:fs/promises'
import { expect, test } from './support/fixtures.ts'
import { occupyPort } from './support/occupied-port.ts'
import { childrenOf, leftBy } from './support/processes.ts'
import { WorkbenchPage } from './support/workbench-page.ts'

/** Outside the range from which the system takes ports for outgoing connections. */
const PORT = 21_451

const pidOf = ({ app }: WorkbenchPage): number => app?.pid ?? 0

/** Nothing of the run is left on the machine while the app goes on. */
const expectClean = (app: WorkbenchPage): Promise<void> =>
  expect(async () => {
    expect(await childrenOf(pidOf(app))).toEqual([])
    expect(await leftBy(pidOf(app))).toEqual([])
  }).toPass()

/** More than any test waits for. */
const ENDLESS = '5000000'

test('a flow over TCP and shared memory is measured, exported, and there after a reload', async ({
  open,
  place,
  page,
}) => {
  const app = await open(await place('hybrid_tcp_shm.yaml'))
  const { bench } = app
  await app.openPanel('Bench')
  await bench.mode.selectOption('flow')
  await bench.set('Requests', '20')
  await bench.set('Size', '64 KiB')
  await bench.view('Plan')
  await expect(bench.panel).toContainText('TCP on loopback')
  await bench.view('Figures')
  await bench.button('Run').click()
  await expect(bench.status).toContainText('Done', { timeout: 30_000 })
  await expect(bench.status).toContainText('no edge failed')
  await expect(bench.status).toContainText('Nothing left behind')

  const seeFigures = async () => {
    for (const edge of ['0->1', '1->2']) {
      await expect(app.edge(edge)).toContainText(/[GM]B\/s/)
      await expect(bench.figure(edge)).toContainText('64 KiB')
      await expect(bench.figure(edge)).toContainText('right')
    }
  }
  await seeFigures()
  await expectClean(app)

  await test.step('exports what was measured', async () => {
    const json = JSON.parse(await bench.exported('JSON'))
    expect(json.figures.map((figure: { edge: string }) => figure.edge).sort()).toEqual(['0->1', '1->2'])
    expect(json.figures[0].count).toBeGreaterThan(0)
    const [header, ...lines] = (await bench.exported('CSV')).trim().split(/\r?\n/)
    expect(header).toContain('edge')
    expect(lines).toHaveLength(2)
    expect(await bench.exported('Markdown')).toMatch(/^# Transfers of .*hybrid/)
    expect(await bench.exported('HTML page')).toContain('<!doctype html>')
  })

  await test.step('shows the last run again after a reload', async () => {
    await page.reload()
    await app.loaded()
    await app.openPanel('Bench')
    await expect(bench.status).toContainText('Done')
    await seeFigures()
    await bench.view('History')
    await expect(app.panels.table('Past runs').locator('tbody').getByRole('row')).toHaveCount(1)
  })
})

test('a KV transfer goes through its transfer engine’s stand-in', async ({ open, place }) => {
  const app = await open(await place('bagel.yaml'))
  const { bench } = app
  await app.openPanel('Bench')
  await bench.mode.selectOption('flow')
  await bench.set('Requests', '3')
  await bench.set('Size', '64 KiB')
  await bench.button('Run').click()
  await expect(bench.status).toContainText('Done', { timeout: 60_000 })
  await expect(bench.status).toContainText('no edge failed')
  await expect(app.edge('0->1')).toContainText(/[GM]B\/s/)
  await bench.view('Conditions')
  await expect(bench.panel).toContainText('stands in for')
  await expectClean(app)
})

test('a taken port is shown on its edge, with cause and advice, while the others go on', async ({
  open,
  place,
  write,
}) => {
  const text = await readFile(await place('hybrid_tcp_shm.yaml'), 'utf8')
  const app = await open(await write('chain.yaml', text.replace('50051', String(PORT))))
  const { bench } = app
  await app.openPanel('Bench')
  await bench.view('Plan')
  const host = new RegExp(`(127\\.0\\.0\\.\\d+):${PORT}`).exec((await bench.panel.textContent()) ?? '')?.[1]
  const occupied = await occupyPort(PORT, host ?? '')
  await bench.set('Payloads per edge', '10')
  await bench.set('Size', '16 KiB')
  await bench.view('Figures')
  await bench.button('Run').click()
  await expect(bench.status).toContainText('Done', { timeout: 30_000 })
  await expect(app.edge('0->1')).toContainText('EADDRINUSE')
  await expect(bench.failure('0->1')).toContainText(String(PORT))
  await expect(bench.failure('0->1')).toContainText('another zmq_port')
  await expect(app.edge('1->2')).toContainText(/[GM]B\/s/)
  await expectClean(app)

  await test.step('and runs once the port is free', async () => {
    await occupied.release()
    await bench.button('Run').click()
    await expect(bench.status).toContainText('no edge failed', { timeout: 30_000 })
    await expect(app.edge('0->1')).toContainText(/[GM]B\/s/)
    await expect(bench.failure('0->1')).toHaveCount(0)
  })
})

test('a run survives a reload, ends on Cancel, and leaves nothing', async ({ open, place, page }) => {
  const app = await open(await place('qwen3_omni_moe.yaml'))
  const { bench } = app
  await app.openPanel('Bench')
  await bench.set('Payloads per edge', ENDLESS)
  await bench.set('Size', '16 KiB')
  await bench.button('Run').click()
  await expect(bench.status).toContainText(/of 10,000,010 transfers/)
  await expect(app.edge('0->1')).toContainText(/[GM]B\/s/)

  await page.reload()
  await app.loaded()
  await app.openPanel('Bench')
  await expect(bench.status).toContainText(/of 10,000,010 transfers/)
  await bench.button('Cancel').click()
  await expect(bench.status).toContainText('Cancelled')
  await expect(bench.status).toContainText('Nothing left behind')
  await expectClean(app)
  await app.answers()
})

test('a run goes on without a window, and the next one shows it', async ({ open, place, page, context }) => {
  const app = await open(await place('qwen3_omni_moe.yaml'))
  await app.openPanel('Bench')
  await app.bench.set('Payloads per edge', ENDLESS)
  await app.bench.set('Size', '16 KiB')
  await app.bench.button('Run').click()
  await expect(app.edge('0->1')).toContainText(/[GM]B\/s/)
  const address = page.url()
  const next = await context.newPage()
  await page.close()
  expect(await childrenOf(pidOf(app))).not.toEqual([])

  await next.goto(address)
  const again = new WorkbenchPage(next, app.app)
  await again.loaded()
  await again.openPanel('Bench')
  await expect(again.bench.status).toContainText(/of 10,000,010 transfers/)
  await again.bench.button('Cancel').click()
  await expect(again.bench.status).toContainText('Cancelled')
  await expect(again.bench.status).toContainText('Nothing left behind')
  await expectClean(again)
})

test('drills say what was expected and what happened; edges carry payloads of their own; runs are compared', async ({
  open,
  place,
}) => {
  const app = await open(await place('qwen3_omni_moe.yaml'))
  const { bench } = app
  await app.openPanel('Bench')
  await bench.mode.selectOption('drill')
  await bench.button('Run').click()
  await expect(bench.status).toContainText('all as expected', { timeout: 60_000 })
  await expect(bench.status).toContainText('3 more fit no edge')
  const drills = app.panels.table('Drills').locator('tbody').getByRole('row')
  await expect(drills).toHaveCount(8)
  await expect(drills.filter({ hasText: 'Fill shared memory' })).toContainText('ENOSPC')

  await bench.mode.selectOption('ping')
  await bench.button('Options').click()
  await bench.set('Payloads per edge', '10')
  await bench.options.getByText('Payload per edge').click()
  await bench.options.getByLabel('1 → 2 carries its own').check()
  await bench.button('Run').click()
  await expect(bench.status).toContainText('no edge failed', { timeout: 30_000 })
  await expect(bench.figure('0->1')).toContainText('1 MiB')
  await expect(bench.figure('1->2')).toContainText('6.25 KiB')
  await bench.button('Run').click()
  await expect(app.panels.table('Figures per edge and size')).toBeVisible()
  await expect(bench.status).toContainText('no edge failed', { timeout: 30_000 })
  await bench.view('History')
  await app.panels.table('Past runs').getByRole('button', { name: 'Compare' }).first().click()
  await expect(app.panels.table('Both runs by edge and size').locator('tbody').getByRole('row')).toHaveCount(
    2,
  )
  await expectClean(app)
})

test('a stage process that is killed fails its edges and takes nothing else down', async ({
  open,
  place,
}) => {
  test.skip(process.platform !== 'linux', 'the stage processes are found in /proc, which only Linux has')
  const app = await open(await place('qwen3_omni_moe.yaml'))
  const { bench } = app
  await app.openPanel('Bench')
  await bench.set('Payloads per edge', ENDLESS)
  await bench.set('Size', '16 KiB')
  await bench.button('Run').click()
  await expect(app.edge('0->1')).toContainText(/[GM]B\/s/)
  const stages = await childrenOf(pidOf(app))
  expect(stages.length).toBeGreaterThanOrEqual(2)
  process.kill(stages[0] ?? 0, 'SIGKILL')
  await expect(bench.failure('0->1')).toContainText(/SIGKILL|died|ended/)
  await app.answers()
  if (await bench.button('Cancel').isVisible()) await bench.button('Cancel').click()
  await expect(bench.status).toContainText(/Nothing left behind/)
  await expectClean(app)

  await bench.button('Options').click()
  await bench.set('Payloads per edge', '5')
  await bench.button('Run').click()
  await expect(bench.status).toContainText('no edge failed', { timeout: 30_000 })
  await expectClean(app)
})
