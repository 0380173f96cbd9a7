import { MINUTE } from '../../instant.ts'
import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { plainText } from '../plain-text.ts'
import { LONGEST_PLAN_MINUTES, TITLE_LENGTH } from '../policies.ts'
import type { Scene } from '../scene.ts'
import { DEFAULT_SETTINGS, PROLONG_MOST_MINUTES, type Settings } from '../settings.ts'
import { begin } from './begin.ts'

/** Books a conference; without a start it begins at once. */
export function scheduleConference(scene: Scene, params: CommandParams['ScheduleConference']): void {
  const { actor, now, policies } = scene
  const { start, minutes, owner, people, sealed } = params
  const title = plainText(params.title)
  if (actor.is !== 'user' && actor.is !== 'key') refuse('forbidden', 'only accounts may book a conference')
  if (title === '') refuse('invalid', 'a title is needed', { path: 'title', rule: 'required' })
  if (title.length > TITLE_LENGTH)
    refuse('invalid', `a title has at most ${TITLE_LENGTH} characters`, { path: 'title', rule: 'length' })
  if (minutes !== null && (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_PLAN_MINUTES)) {
    refuse('invalid', `a conference lasts 1 to ${LONGEST_PLAN_MINUTES} minutes`, {
      path: 'minutes',
      rule: 'range',
    })
  }
  if (start !== null && start + (minutes ?? LONGEST_PLAN_MINUTES) * MINUTE <= now)
    refuse('invalid', 'the planned time is over', { path: 'start', rule: 'past' })
  if (start !== null && start > now + policies.bookAheadMs)
    refuse('invalid', 'the start is too far ahead', { path: 'start', rule: 'too-far' })
  const settings = completeSettings(params.settings, policies.maxParticipants)
  scene.emit('ConferenceScheduled', {
    title,
    plan: { createdAt: now, start, minutes },
    owner,
    settings,
    sealed,
    people: [...people],
    nextRunId: scene.draw.runId(),
  })
  if (start === null) begin(scene)
}

function completeSettings(given: Partial<Settings>, cap: number): Settings {
  // A house smaller than the default is full at its own size; asking for more than it holds is refused below.
  const maxParticipants = Math.min(DEFAULT_SETTINGS.maxParticipants, cap)
  const settings = { ...DEFAULT_SETTINGS, maxParticipants, ...given }
  const within = (path: keyof Settings, value: number, least: number, most: number): void => {
    if (!Number.isInteger(value) || value < least || value > most)
      refuse('invalid', `${path} is ${least} to ${most}`, { path: `settings.${path}`, rule: 'range' })
  }
  within('prolongMinutes', settings.prolongMinutes, 0, PROLONG_MOST_MINUTES)
  within('earlyJoinMinutes', settings.earlyJoinMinutes, 0, 24 * 60)
  within('emptyEndMinutes', settings.emptyEndMinutes, 1, 24 * 60)
  within('maxParticipants', settings.maxParticipants, 1, cap)
  return settings
}
