/** Words of this wire as parameters of commands. */
import type { Answer, CommandParams, Device, ParticipantId, Proof, Settings } from '@parley/core'
import { refuse } from '@parley/core'
import type { ParsedParamsOf, PerMember, SettingsView } from '@parley/protocol'
import { CODE_OF_REFUSAL } from './errors.ts'

export function joinParams(
  { displayName, media, muted, cameraOff }: ParsedParamsOf<'conference.join'>,
  { proof, name, device }: { proof: Proof; name: string; device: Device },
): CommandParams['Join'] {
  return {
    proof,
    name: displayName ?? name,
    device,
    media,
    micOff: muted ?? false,
    cameraOff: cameraOff ?? false,
  }
}

/** Settings of `conference.create`; what this server cannot do is refused instead of forgotten. */
export function settingsOf(wished: Partial<SettingsView>): Partial<Settings> {
  if (wished.allowOpenCamera === false || wished.allowRename === false)
    refuse('unsupported', 'allowOpenCamera and allowRename cannot be switched off yet')
  if (wished.autoChair === true) refuse('unsupported', 'the chair passes to cohosts only')
  const settings: Partial<Settings> = {}
  if (wished.guestAllowed !== undefined) settings.joinScope = wished.guestAllowed ? 'everyone' : 'tenant'
  if (wished.autoChair === false) settings.hostSuccession = 'off'
  if (wished.joinBeforeStartMin !== undefined) settings.earlyJoinMinutes = wished.joinBeforeStartMin
  if (wished.emptyEndMin !== undefined) settings.emptyEndMinutes = wished.emptyEndMin
  if (wished.muteOnEntry !== undefined) settings.muteOnEntry = wished.muteOnEntry
  if (wished.guestMayStart !== undefined) settings.guestMayStart = wished.guestMayStart
  if (wished.prolongMinutes !== undefined) settings.prolongMinutes = wished.prolongMinutes
  return settings
}

/** memberIds; absent: oneself. */
export function whom(memberIds: readonly string[] | undefined): { ids?: readonly ParticipantId[] } {
  return memberIds === undefined ? {} : { ids: memberIds as readonly ParticipantId[] }
}

/** One line per person asked for ([WC] 4.6). */
export function perMember({ results = [] }: Answer): PerMember {
  return results.map(({ id, refused }) => ({ memberId: id, code: refused ? CODE_OF_REFUSAL[refused] : 200 }))
}

export function deviceOf(userAgent: string | undefined): Device {
  if (userAgent === undefined || userAgent === '') return 'other'
  if (/iPad|Tablet|Android(?!.*Mobile)/i.test(userAgent)) return 'tablet'
  if (/Mobi|iPhone/i.test(userAgent)) return 'mobile'
  return /Windows|Macintosh|X11|Linux|CrOS/i.test(userAgent) ? 'desktop' : 'other'
}
