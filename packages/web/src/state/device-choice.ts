import type { Choice } from './device-menus.ts'

/**
 * Which line of a menu is the device in use. Chromium calls the device that the system chose `default`, which is no line of its
 * own; its label then ends with the real one's ("Default - Headset").
 */
export function inUse(list: readonly Choice[], chosen: string, trackLabel: string | undefined): string {
  if (list.some(({ id }) => id === chosen)) return chosen
  const same = list.find(({ label }) => label !== '' && trackLabel?.includes(label))
  return same?.id ?? chosen
}
