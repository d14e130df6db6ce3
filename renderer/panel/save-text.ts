import type { AppInfo, HostBridge } from '../../core/contract/host.ts'

/**
 * Lets the user keep a text as a file: by the desktop's save dialog where the shell has one, else as a download
 * of the browser. Gives the sentence to show, or null when the user cancelled.
 */
export async function saveText(
  host: HostBridge,
  app: AppInfo | null,
  name: string,
  text: string,
): Promise<{ readonly ok: boolean; readonly message: string } | null> {
  if (app?.nativeDialogs !== true) {
    download(name, text)
    return { ok: true, message: `${name} was handed to the browser as a download.` }
  }
  const answer = await host.call('documents.saveDialog', { suggestedName: name, text, bom: false })
  if (!answer.ok) return { ok: false, message: answer.error.message }
  return answer.value === null ? null : { ok: true, message: `Saved ${answer.value.path}.` }
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
