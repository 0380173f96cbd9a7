/** Settings of a conference by the words of this wire, in one table for both directions. */
import { type RunSettings, refuse, type Settings } from '@parley/core'
import type { SettingsView } from '@parley/protocol'

type Entry<V extends keyof SettingsView> = {
  of: keyof Settings
  show(settings: Settings): SettingsView[V]
  read(wished: NonNullable<SettingsView[V]> | null): Partial<Settings>
}

/** A setting that has the same values on both sides. */
function same<K extends keyof Settings>(of: K) {
  return {
    of,
    show: (settings: Settings): Settings[K] => settings[of],
    read: (wished: Settings[K] | null): Partial<Settings> => (wished === null ? {} : { [of]: wished }),
  }
}

/** In this order a wish is read: `joinScope` says more than `guestAllowed` and wins. */
const TABLE: { [V in keyof SettingsView]-?: Entry<V> } = {
  guestAllowed: {
    of: 'joinScope',
    show: ({ joinScope }) => joinScope === 'everyone',
    read: (wished) => ({ joinScope: wished === false ? 'tenant' : 'everyone' }),
  },
  autoChair: {
    of: 'hostSuccession',
    show: ({ hostSuccession }) => (hostSuccession === 'cohosts' ? null : hostSuccession === 'anyone'),
    read: (wished) => ({ hostSuccession: wished === null ? 'cohosts' : wished ? 'anyone' : 'off' }),
  },
  joinBeforeStartMin: same('earlyJoinMinutes'),
  emptyEndMin: same('emptyEndMinutes'),
  muteOnEntry: same('muteOnEntry'),
  allowOpenCamera: same('mayOpenCamera'),
  allowRename: same('mayRename'),
  guestMayStart: same('guestMayStart'),
  prolongMinutes: same('prolongMinutes'),
  waitingRoom: same('waitingRoom'),
  memberInvite: same('participantsMayInvite'),
  joinScope: same('joinScope'),
  shareLocked: same('shareLocked'),
  shareBy: same('shareBy'),
  chat: same('chat'),
  clientRecording: same('clientRecording'),
}
const NAMES = Object.keys(TABLE) as (keyof SettingsView)[]

/** Settings that belong to the booking: a meeting that is on keeps them. */
const BOOKED: ReadonlySet<keyof Settings> = new Set(['earlyJoinMinutes', 'emptyEndMinutes'])

export function settingsView(settings: Settings): SettingsView {
  return Object.fromEntries(NAMES.map((name) => [name, TABLE[name].show(settings)])) as SettingsView
}

/** What a reader merges into the settings it has. */
export function settingsPatch(changed: Partial<Settings>, settings: Settings): Partial<SettingsView> {
  const now = { ...settings, ...changed }
  return Object.fromEntries(
    NAMES.filter((name) => Object.hasOwn(changed, TABLE[name].of)).map((name) => [
      name,
      TABLE[name].show(now),
    ]),
  )
}

export function settingsOf(wished: Partial<SettingsView>): Partial<Settings> {
  const settings: Partial<Settings> = {}
  for (const name of NAMES) {
    const value = wished[name]
    if (value !== undefined) Object.assign(settings, (TABLE[name] as Entry<keyof SettingsView>).read(value))
  }
  return settings
}

/** The same while a run is on: what the booking alone decides may be repeated, and is refused when it would change. */
export function runSettingsOf(wished: Partial<SettingsView>, now: Settings): Partial<RunSettings> {
  const changes = settingsOf(wished)
  for (const name of BOOKED) {
    if (changes[name] !== undefined && changes[name] !== now[name])
      refuse('unsupported', 'joinBeforeStartMin and emptyEndMin are kept as they were booked')
    delete changes[name]
  }
  return changes as Partial<RunSettings>
}
