import type { CheckLine } from './line.ts'

export type DeviceList = { enumerateDevices(): Promise<readonly { kind: string; label: string }[]> }

const kinds = [
  ['microphone', 'audioinput'],
  ['camera', 'videoinput'],
  ['speaker', 'audiooutput'],
] as const

/** What is plugged in; asks for no permission, so names are missing before one was given. */
export const deviceLines = async (devices: DeviceList | undefined): Promise<CheckLine[]> => {
  if (!devices) return kinds.map(([what]) => ({ what, ok: false, detail: 'not a secure context' }))
  const found = await devices.enumerateDevices().catch(() => [])
  return kinds.map(([what, kind]) => {
    const list = found.filter((device) => device.kind === kind)
    const names = list.map((device) => device.label).filter((label) => label !== '')
    // Firefox and Safari do not list speakers.
    const ok = list.length > 0 ? true : what === 'speaker' ? null : false
    return {
      what,
      ok,
      detail: list.length === 0 ? 'none listed' : [String(list.length), ...names].join(', '),
    }
  })
}
