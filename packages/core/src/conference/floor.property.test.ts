import { describe, expect, it } from 'vitest'
import type { Stage } from '../testing/given.ts'
import { forAllPlans } from '../testing/plans.ts'
import { type Conference, insiders, isInside, type Participant, raisedHands } from './state.ts'

/** Calls `check` while a run is on; `seen` says of how many states it was about something. */
function inRuns(check: (stage: Stage, conference: Conference) => boolean): number {
  let seen = 0
  forAllPlans((stage) => {
    if (stage.conference?.state === 'running' && check(stage, stage.conference)) seen += 1
  })
  return seen
}

const outside = (conference: Conference): Participant[] =>
  Object.values(conference.people).filter((person) => !isInside(person))

describe('the floor, whatever is done in whatever order', { timeout: 30_000 }, () => {
  it('[F3] [F6] at most one person shares, and that one is inside and has media', () => {
    const seen = inRuns((_stage, conference) => {
      expect(outside(conference).filter((person) => person.sharing)).toEqual([])
      const sharing = insiders(conference).filter((person) => person.sharing)
      expect(sharing.length).toBeLessThanOrEqual(1)
      for (const { media } of sharing) expect(media.audio || media.video).toBe(true)
      return sharing.length > 0
    })
    expect(seen).toBeGreaterThan(50)
  })

  it('[F3] [F6] the log tells of each share that it began and that it ended', () => {
    forAllPlans((stage) => {
      let sharing: string | null = null
      for (const { type, data } of stage.log) {
        if (type === 'ShareChanged') {
          expect(sharing).toBe(data.sharing ? null : data.participantId)
          sharing = data.sharing ? data.participantId : null
        }
        if (type === 'ParticipantLeft') expect(sharing).not.toBe(data.participantId)
      }
    })
  })

  it('[F7] [F6] the spotlight is on somebody inside, or on nobody', () => {
    const seen = inRuns((stage, conference) => {
      const { spotlight } = stage.run
      if (spotlight.on !== 'broadcast' && spotlight.on !== 'rollCall') return false
      const shown = conference.people[spotlight.participantId]
      expect(shown && isInside(shown)).toBe(true)
      return true
    })
    expect(seen).toBeGreaterThan(50)
  })

  it('[F1] [F2] [F6] only people inside have a hand up, and never the host', () => {
    const seen = inRuns((_stage, conference) => {
      expect(outside(conference).filter(({ handRaisedAt }) => handRaisedAt !== null)).toEqual([])
      const hands = raisedHands(conference)
      expect(hands.filter(({ role }) => role === 'host')).toEqual([])
      return hands.length > 0
    })
    expect(seen).toBeGreaterThan(50)
  })

  it('[F1] hands keep the order in which the log raised them', () => {
    forAllPlans((stage) => {
      const raised: string[] = []
      const down = (id: string): void => {
        if (raised.includes(id)) raised.splice(raised.indexOf(id), 1)
      }
      for (const { type, data } of stage.log) {
        if (type === 'HandChanged' && data.raisedAt !== null) raised.push(data.participantId)
        if (type === 'ParticipantLeft' || (type === 'HandChanged' && data.raisedAt === null))
          down(data.participantId)
      }
      expect(raisedHands(stage.conference!).map(({ id }) => id)).toEqual(raised)
    })
  })
})
