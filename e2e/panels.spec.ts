import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/fixtures.ts'
import { lineChanges } from './support/line-changes.ts'
import { occupyPort } from './support/occupied-port.ts'

const settingsOf = (folder: string): Promise<string> =>
  readFile(join(folder, 'data', 'settings.json'), 'utf8').catch(() => '')

test('what a worker gets follows environment, rank and replica', async ({ open, place }) => {
  const app = await open(await place('replicas.yaml'))
  const { panels } = app
  await app.openPanel('Resolved')
  await expect(panels.resolved).toContainText('references unset environment variable(s): OMNI_BASE_PORT')

  await test.step('a variable of the launch makes the ports known', async () => {
    await app.command('Launch context')
    const context = app.dialog('Launch context')
    await context.getByRole('tab', { name: 'Environment' }).click()
    await context.getByLabel('Environment of the launch').fill('OMNI_BASE_PORT=20051')
    await context.getByRole('button', { name: 'Done' }).click()
    await expect(panels.setting('zmq_port')).toContainText('20051')
    await expect(panels.setting('role')).toContainText('sender')
  })

  await test.step('a rank adds 16, a replica 1024', async () => {
    await panels.resolved.getByRole('button', { name: 'Next rank' }).click()
    await expect(panels.setting('zmq_port')).toContainText('20067')
    await panels.resolved.getByRole('button', { name: 'Next replica' }).click()
    await expect(panels.setting('zmq_port')).toContainText('21091')
    await panels.resolved.getByLabel('Rank', { exact: true }).fill('0')
    await expect(panels.setting('zmq_port')).toContainText('21075')
  })

  await test.step('the receiver dials what the sender binds', async () => {
    await panels.resolved.getByLabel('Stage', { exact: true }).selectOption({ index: 1 })
    await expect(app.stage('1')).toHaveClass(/selected/)
    await expect(panels.setting('sender_zmq_port')).toContainText('20051')
    await panels.resolved.getByRole('tab', { name: /^KV/ }).click()
    await expect(panels.resolved).toContainText('need_recv_cache')
  })

  await test.step('every port is in the plan, with its arithmetic', async () => {
    await app.openPanel('Ports')
    const plan = panels.table('Port plan')
    await expect(plan.getByRole('row').filter({ hasText: '21175' }).first()).toBeVisible()
    await plan.getByRole('row').filter({ hasText: '21175' }).first().click()
    await expect(app.page.getByRole('article', { name: 'Port 21175 in detail' })).toContainText(
      '20051 + 100 + 1*1024 + 0*16 + 0 = 21175',
    )
  })
})

test('conflicting ports are marked, listed for others, and moved apart', async ({ open, place }) => {
  const path = await place('invalid/same_base_twice.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)
  const { panels } = app
  await app.openPanel('Ports')
  const plan = panels.table('Port plan')
  await expect(plan).toBeVisible()
  const all = await plan.getByRole('row').count()
  await panels.ports.getByLabel(/^Conflicts only/).check()
  const taken = plan.getByRole('row').filter({ hasText: '50051' })
  await expect(taken).toHaveCount(2)
  await expect(taken.first()).toContainText('stage 0')

  await test.step('CSV and firewall list hold what is shown', async () => {
    const csv = await app.downloaded(panels.ports.getByRole('button', { name: 'CSV' }))
    const [header, ...lines] = csv.trim().split('\r\n')
    expect(header).toBe(
      'host,port,action,stage,replica,rank,purpose,from,to,connector,class,formula,conflict',
    )
    expect(lines.length).toBeLessThan(all)
    expect(lines.filter(line => line.startsWith('10.0.0.11,50051,bind'))).toHaveLength(2)
    const firewall = await app.downloaded(panels.ports.getByRole('button', { name: 'Firewall list' }))
    expect(firewall).toContain('allow tcp from any to 10.0.0.11 port 50051')
    expect(firewall).toContain('CONFLICT')
  })

  await test.step('another base is one press away', async () => {
    await taken.first().click()
    await panels.ports.getByRole('button', { name: /^Move the base to/ }).click()
    await expect(panels.ports).toContainText('No port passes the filter')
    await app.expectText(text => {
      const { added, removed } = lineChanges(original, text)
      expect([added.length, removed.length]).toEqual([1, 1])
      expect(added[0]).toContain('zmq_port:')
    })
  })
})

test('stages move between cards, and the text follows', async ({ open, place }) => {
  const path = await place('invalid/gpu_overcommitted.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)
  const { panels } = app
  await app.openPanel('Devices')
  const full = panels.devices.getByRole('region', { name: /^GPU 1 of .*, 110 % taken/ })
  await expect(full).toBeVisible()
  await full.getByRole('button', { name: /^Stage 2/ }).click()
  await app.page.getByRole('menuitem', { name: /GPU 2$/ }).click()
  await app.expectText(text => {
    const { added, removed } = lineChanges(original, text)
    expect([added.length, removed.length]).toEqual([1, 1])
    expect(added[0]).toMatch(/devices: ["']?2/)
  })
  await expect(full).toBeHidden()
  await panels.devices.getByRole('tab', { name: /physical/ }).click()
  await expect(panels.table('Devices by rank').locator('tbody').getByRole('row')).toHaveCount(3)
})

test('the effective configuration names the layer of every value', async ({ open, place }) => {
  const app = await open(await place('qwen3_omni_moe.yaml'))
  const { panels } = app
  await panels.statusBar.getByRole('button', { name: 'no platform' }).click()
  await app.page.getByRole('menuitemcheckbox', { name: 'npu' }).click()
  await app.openPanel('Effective')
  await panels.effective.getByLabel('Filter fields').fill('gpu_memory_utilization')
  const row = panels.table('Effective configuration').getByRole('row').filter({ hasText: '0.6' }).first()
  await expect(row).toContainText(/platform/i)
  await row.click()
  const layers = app.page.getByRole('article', { name: 'Layers of gpu_memory_utilization' })
  await expect(layers.getByRole('listitem')).toHaveCount(3)
  await expect(layers.getByRole('listitem').first()).toContainText('0.6')
  await expect(layers.getByRole('listitem').nth(1)).toContainText('0.9')
  await layers.getByRole('listitem').first().getByRole('button').click()
  await expect(app.activeLine).toContainText('gpu_memory_utilization: 0.6')
  await expect(app.stage('0')).toContainText('TP 2')
})

test('a legacy file becomes a deploy file beside it', async ({ open, place }) => {
  const path = await place('qwen2_5_omni_legacy.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)
  await app.command('Migrate to a deploy file…')
  const dialog = app.dialog('Migrate to a deploy file')
  await expect(dialog).toContainText('--deploy-config')
  await expect(app.panels.table('What became of each setting')).toContainText('max_num_seqs')
  await dialog.getByRole('tab', { name: /^Comparison/ }).click()
  await expect(app.panels.table('Both resolutions')).toBeVisible()
  await dialog.getByRole('button', { name: 'Open as a new file' }).click()
  await expect(app.page).toHaveTitle('qwen2_5_omni_deploy.yaml – Stagewright')
  await app.expectText(text => expect(text).toContain('\nstages:\n'))
  await expect(app.stages).toHaveCount(3)
  await expect(app.edges).toHaveCount(2)
  expect(await readFile(path, 'utf8')).toBe(original)
})

test('a log of the runtime is explained on the graph', async ({ open, place }) => {
  const app = await open(await place('hybrid_tcp_shm.yaml'))
  const { panels } = app
  await app.openPanel('Log doctor')
  await panels.doctor
    .getByLabel('Log of the runtime')
    .fill(
      [
        'INFO 11-24 10:00:00 loader.py: nothing of interest',
        "INFO 11-24 10:00:01 Auto-configuring SharedMemoryConnector for edge ('0', '1')",
        'ERROR 11-24 10:00:02 failed to bind ZMQ tcp://10.0.0.11:50051: Address already in use',
      ].join('\n'),
    )
  await panels.doctor.getByRole('button', { name: 'Read the log' }).click()
  const lines = panels.table('Lines that matter').locator('tbody').getByRole('row')
  await expect(lines).toHaveCount(2)
  await lines.filter({ hasText: 'A port is taken: 50051' }).click()
  await expect(app.edge('0->1')).toHaveClass(/selected/)
  await expect(app.edge('0->1')).toContainText('Log line 3')
  await panels.doctor.getByRole('button', { name: /^Rule PORT/ }).click()
  await expect(app.panel('rules')).toContainText('PORT-2')
})

test('this machine says who holds a planned port', async ({ open, place, write }) => {
  const text = await readFile(await place('hybrid_tcp_shm.yaml'), 'utf8')
  const app = await open(await write('chain.yaml', text.replace('50051', '21461')))
  const { panels } = app
  await app.openPanel('This machine')
  await panels.preflight.getByRole('button', { name: 'Check this machine' }).click()
  const checks = panels.table('Checks of this machine')
  await expect(checks).toContainText('2 of 2 planned ports could be bound')
  await expect(checks).toContainText('Shared memory')

  const occupied = await occupyPort(21_461, '127.0.0.2')
  await panels.preflight.getByRole('button', { name: 'Check again' }).click()
  await expect(checks).toContainText('1 of 2 planned ports could be bound')
  await expect(checks).toContainText(`${process.pid}`)
  await occupied.release()
  await panels.preflight.getByRole('button', { name: 'Check again' }).click()
  await expect(checks).toContainText('2 of 2 planned ports could be bound')
})

test('another runtime gives other answers, and the window remembers its colours', async ({
  open,
  place,
  folder,
  page,
}) => {
  const app = await open(await place('qwen2_5_omni_legacy.yaml'))
  const { panels, problems } = app
  await app.openPanel('Problems')
  await expect(panels.target).toHaveText('Target 2026-07')
  await expect(problems.row('SCH-1').getByRole('img', { name: 'Note' })).toBeVisible()
  await panels.chooseTarget('2026-09')
  await expect(panels.target).toHaveText('Target 2026-09')
  await expect(problems.row('SCH-1').getByRole('img', { name: 'Error' })).toBeVisible()
  await panels.chooseTarget('2025-12')
  await expect(problems.row('SCH-1')).toHaveCount(0)

  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await background()
  await app.command('Dark colours')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const dark = await background()
  expect(dark).not.toBe(light)
  await expect(async () => expect(await settingsOf(folder)).toContain('dark')).toPass()
  await page.reload()
  await app.loaded()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(panels.target).toHaveText('Target 2025-12')
})
