/** Words of this wire as parameters of commands. */
import type {
  Answer,
  CommandParams,
  Device,
  Invitee,
  LineSample,
  ParticipantId,
  Proof,
  Spotlight,
  User,
} from '@parley/core'
import type { ParsedParamsOf, PerMember } from '@parley/protocol'
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

/** memberIds or a single one; absent: oneself. */
export function whom(memberIds: readonly string[] | string | undefined): { ids?: readonly ParticipantId[] } {
  if (memberIds === undefined) return {}
  return { ids: idsOf(typeof memberIds === 'string' ? [memberIds] : memberIds) }
}

export function idsOf(memberIds: readonly string[]): readonly ParticipantId[] {
  return memberIds as readonly ParticipantId[]
}

export function spotlightOf({ memberId, rollCall }: ParsedParamsOf<'conference.setMainVideo'>): Spotlight {
  if (memberId === null) return { on: 'nobody' }
  return { on: rollCall ? 'rollCall' : 'broadcast', participantId: memberId as ParticipantId }
}

/** Interpreters are known by name alone here. */
export function interpretationOf({
  on,
  groups,
}: ParsedParamsOf<'conference.setInterpretation'>['interpretation']): CommandParams['SetInterpretation'] {
  return {
    ...(on === undefined ? {} : { is: on ? 'on' : 'off' }),
    ...(groups === undefined
      ? {}
      : {
          groups: groups.map(({ id, name, languages: [from = '', to = ''], interpreters }) => ({
            id,
            name,
            by: 'people',
            languages: [from, to] as const,
            interpreters: interpreters.map((one) => ({
              account: '',
              userId: '',
              number: '',
              name: one.name,
            })),
          })),
        }),
  }
}

export function sampleOf(
  quality: NonNullable<ParsedParamsOf<'conference.reportMedia'>['quality']>,
): LineSample {
  const { up, down, rtt, jitter, lossUp, lossDown, kbpsUp, kbpsDown } = quality
  return {
    up,
    down,
    rttMs: rtt ?? null,
    jitterMs: jitter ?? null,
    lossUp: lossUp ?? null,
    lossDown: lossDown ?? null,
    kbpsUp: kbpsUp ?? null,
    kbpsDown: kbpsDown ?? null,
  }
}

export function inviteeOfUser({ id, account, number, tenantId, name }: User): Invitee {
  return { who: { is: 'user', userId: id, account, number, tenantId }, name, role: 'participant' }
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
