import type { AppInfo } from '../../core/contract/host.ts'

/** What a shell, not the host, can do for its window. */
export interface Shell {
  readonly info: Pick<AppInfo, 'shell' | 'nativeDialogs'>
  /** Files named at the start, opened when the window asks for them. */
  readonly startFiles: readonly string[]
  setTitle(title: string, dirty: boolean): void
  answerClose(close: boolean): void
  /** False when this shell leaves it to the window. */
  openExternal(url: string): Promise<boolean>
  /** The path that the user picked in a native dialog; null when they cancelled. */
  pickFileToOpen(): Promise<string | null>
  pickFileToSave(suggestedName: string): Promise<string | null>
}
