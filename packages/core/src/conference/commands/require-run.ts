import { refuse } from '../../refusal.ts'
import type { Conference, Run } from '../state.ts'

export function requireRun(conference: Conference): Run {
  if (conference.state === 'closed') refuse('ended', 'the conference is over')
  if (conference.state === 'scheduled')
    refuse('not-started', 'the conference is not running', { start: conference.plan.start })
  return conference.run
}
