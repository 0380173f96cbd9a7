/** One line of a menu of devices. */
export type Choice = { id: string; label: string }

export type Menus = { audio: readonly Choice[]; video: readonly Choice[]; output: readonly Choice[] }

export const noMenus: Menus = { audio: [], video: [], output: [] }

type Info = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>

/** The rows that Chromium adds for "whatever the system uses now" stand for a device that is listed anyway. */
const isAlias = ({ deviceId }: Info) => deviceId === 'default' || deviceId === 'communications'

/**
 * The menus of what the browser lists. Before a permission the entries have no names, and a choice between nameless devices
 * is none. Outputs are listed where a page may choose one; their first row is the system's own choice, id ''.
 */
export function menusOf(infos: readonly Info[], canChooseOutput: boolean): Menus {
  const of = (kind: MediaDeviceKind): Choice[] =>
    infos
      .filter((info) => info.kind === kind && info.label !== '' && info.deviceId !== '' && !isAlias(info))
      .map(({ deviceId, label }) => ({ id: deviceId, label: plainLabel(label) }))
  const output = canChooseOutput ? of('audiooutput') : []
  return {
    audio: of('audioinput'),
    video: of('videoinput'),
    output: output.length > 0 ? [{ id: '', label: '' }, ...output] : [],
  }
}

/** Chromium appends the USB numbers of maker and model, which tell people nothing. */
const plainLabel = (label: string) => label.replace(/\s*\([\da-f]{4}:[\da-f]{4}\)$/iu, '')
