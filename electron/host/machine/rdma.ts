import { access, readdir } from 'node:fs/promises'
import { readSystemFile } from './proc.ts'

export interface RdmaDevice {
  readonly name: string
  /** At least one port is in state 4: ACTIVE. */
  readonly active: boolean
}

/** The RDMA devices that the kernel knows, from sysfs; none where there is no such class. */
export async function listRdmaDevices(root = '/sys/class/infiniband'): Promise<readonly RdmaDevice[]> {
  const names = await readdir(root).catch(() => [])
  return Promise.all(
    names.sort().map(async name => {
      const ports = await readdir(`${root}/${name}/ports`).catch(() => [])
      const states = await Promise.all(
        ports.map(port => readSystemFile(`${root}/${name}/ports/${port}/state`)),
      )
      return { name, active: states.some(state => state?.trim().startsWith('4:') ?? false) }
    }),
  )
}

/** True when user space can reach RDMA at all: containers need `--device=/dev/infiniband`. */
export const infinibandPresent = (): Promise<boolean> =>
  access('/dev/infiniband').then(
    () => true,
    () => false,
  )
