import type { HostBridge } from '../../core/contract/host.ts'

/** Stands in until a shell has connected: every call fails with one and the same sentence. */
export const absentHost: HostBridge = {
  call: async () => ({
    ok: false,
    error: {
      code: 'no-host',
      message:
        'Nothing answers behind this window. Open the whole address that “stagewright serve” printed, token included, or start again with “stagewright”.',
    },
  }),
  on: () => () => {},
}
