import { DEFAULT_SETTINGS } from './settings.ts'
import type { Bits, Conference, Participant, Run } from './state.ts'

export const OPEN: Bits = { offBySelf: false, offByHost: false }

/** How a run begins, whatever came into it since logs began. */
export const NOTHING_YET: Pick<Run, 'spotlight' | 'captions' | 'interpretation' | 'chat'> = {
  spotlight: { on: 'nobody' },
  captions: { is: 'off' },
  interpretation: { is: 'off', groups: [] },
  chat: [],
}

/**
 * A state as an older version kept it, with what has been added since: what did not exist then is as it is before anybody
 * touches it, so this is what folding the whole log gives (SPEC.md, L8).
 */
export function completeState(kept: Conference): Conference {
  const people = Object.fromEntries(
    Object.values(kept.people).map((person) => [person.id, completeCard(person)]),
  )
  const settings = { ...DEFAULT_SETTINGS, ...kept.settings }
  return kept.state === 'running'
    ? { ...kept, settings, people, run: { ...NOTHING_YET, ...kept.run } }
    : { ...kept, settings, people }
}

/** A card of an older log, or of an older kept state, says less. */
export function completeCard(card: Participant): Participant {
  const older = card.invitation === undefined
  return {
    ...card,
    // What an older state held of people who are only expected is from the run before, and meant nothing.
    ...(older && card.presence.is === 'invited' ? { mic: OPEN, camera: OPEN } : {}),
    invitation: card.invitation ?? null,
    loudspeaker: card.loudspeaker ?? true,
    handRaisedAt: card.handRaisedAt ?? null,
    sharing: card.sharing ?? false,
    shareInvited: card.shareInvited ?? false,
  }
}
