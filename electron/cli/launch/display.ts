/** True when this session has a screen to open a window on. Only Linux tells. */
export const hasDisplay = (
  platform: string = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): boolean =>
  platform !== 'linux' ||
  [env.DISPLAY, env.WAYLAND_DISPLAY].some(value => value !== undefined && value !== '')
