import { describe, expect, it } from 'vitest'
import { MINUTE } from '../instant.ts'
import { fold } from '../kernel/fold.ts'
import { Stage } from '../testing/given.ts'
import { forAllPlans } from '../testing/plans.ts'
import { nextDue } from './next-due.ts'
import { isInside } from './state.ts'

describe('any commands in any order', { timeout: 30_000 }, () => {
  it('[L1] [L2] [L3] the fold of the log is the state, without a gap, and what is refused leaves no trace', () => {
    forAllPlans((stage) => {
      expect(fold(null, stage.log)).toEqual(stage.conference)
      expect(JSON.parse(JSON.stringify(stage.conference))).toEqual(stage.conference)
      expect(stage.log.map(({ revision }) => revision)).toEqual(stage.log.map((_, at) => at + 1))
    })
  })

  it('[P4] each stay has one join and at most one leave, in this order', () => {
    forAllPlans((stage) => {
      const inside = new Set<string>()
      for (const event of stage.log) {
        if (event.type === 'ParticipantJoined') {
          expect(inside.has(event.data.participantId)).toBe(false)
          inside.add(event.data.participantId)
        }
        if (event.type === 'ParticipantLeft') expect(inside.delete(event.data.participantId)).toBe(true)
        if (event.type === 'RunEnded') expect(inside.size).toBe(0)
      }
      const people = Object.values(stage.conference!.people).filter(isInside)
      expect(new Set(people.map(({ id }) => id))).toEqual(inside)
    })
  })

  it('[W8] [W11] [W16] each waiting and each call ends once, and neither outlives its run', () => {
    forAllPlans((stage) => {
      const waiting = new Set<string>()
      const coming = new Set<string>()
      const ringing = new Map<string, string>()
      for (const { type, data } of stage.log) {
        if (type === 'LobbyEntered') {
          expect([coming.has(data.participantId), ringing.has(data.participantId)]).toEqual([false, false])
          waiting.add(data.participantId)
        }
        if (type === 'LobbyLeft') {
          const here = waiting.delete(data.participantId)
          const due = coming.delete(data.participantId)
          expect(here || (due && data.outcome !== 'admitted' && data.outcome !== 'expired')).toBe(true)
          if (data.outcome === 'admitted') coming.add(data.participantId)
        }
        if (type === 'CallStarted') {
          expect(ringing.has(data.participantId)).toBe(false)
          ringing.set(data.participantId, data.card.invitation?.id ?? '')
        }
        if (type === 'InvitationSettled' && data.rang) {
          expect(ringing.get(data.participantId)).toBe(data.invitationId)
          ringing.delete(data.participantId)
          if (data.outcome === 'accepted') coming.add(data.participantId)
        }
        if (type === 'ParticipantJoined') {
          coming.delete(data.participantId)
          expect(waiting.has(data.participantId) || ringing.has(data.participantId)).toBe(false)
        }
        if (type === 'RunEnded') expect([waiting.size, coming.size, ringing.size]).toEqual([0, 0, 0])
      }
      const now = (is: string) =>
        new Set(
          Object.values(stage.conference!.people).flatMap((one) => (one.presence.is === is ? [one.id] : [])),
        )
      expect(now('waiting')).toEqual(waiting)
      expect(now('joining')).toEqual(coming)
      expect(now('calling')).toEqual(new Set(ringing.keys()))
    })
  })

  it('[W16] [P5] nobody is inside, waits or is called while no run is on', () => {
    forAllPlans((stage) => {
      if (stage.conference!.state === 'running') return
      for (const { presence, invited } of Object.values(stage.conference!.people))
        expect([presence.is, invited]).toEqual(['invited', true])
    })
  })

  it('[P5] occupied and vacated alternate around the stays', () => {
    forAllPlans((stage) => {
      let occupied = false
      let inside = 0
      for (const { type } of stage.log) {
        if (type === 'RunOccupied') {
          expect(occupied).toBe(false)
          occupied = true
        }
        if (type === 'ParticipantJoined') {
          expect(occupied).toBe(true)
          inside += 1
        }
        if (type === 'ParticipantLeft') inside -= 1
        if (type === 'RunVacated') {
          expect(inside).toBe(0)
          occupied = false
        }
      }
      expect(occupied).toBe(inside > 0)
    })
  })

  it('[H1] there is at most one host, and the run knows who', () => {
    forAllPlans((stage) => {
      const hosts = Object.values(stage.conference!.people).filter(({ role }) => role === 'host')
      expect(hosts.length).toBeLessThanOrEqual(1)
      if (stage.conference!.state === 'running') expect(hosts[0]?.id ?? null).toBe(stage.run.hostId)
    })
  })

  it('[M3] nobody but oneself opens a microphone or a camera', () => {
    forAllPlans((stage) => {
      for (const event of stage.log) {
        if (
          (event.type !== 'MicChanged' && event.type !== 'CameraChanged') ||
          event.actor.participantId === event.data.participantId
        )
          continue
        const before = stage.log.slice(0, event.revision - 1)
        const medium = event.type === 'MicChanged' ? 'mic' : 'camera'
        const was = fold(null, before)?.people[event.data.participantId]?.[medium]
        expect(event.data.bits.offBySelf).toBe(was?.offBySelf)
      }
    })
  })

  it('[T1] [T2] before nextDue a tick does nothing, at nextDue it does something, and a second one nothing', () => {
    forAllPlans((stage) => {
      const due = nextDue(stage.conference!, stage.policies)
      const probe = new Stage()
      probe.conference = stage.conference
      const at = Math.max(stage.now, stage.conference!.lastAt)
      if (due === null) return expect(probe.tick(at + 48 * 60 * MINUTE)).toEqual([])
      if (due > at) expect(probe.tick(due - 1)).toEqual([])
      expect(probe.tick(Math.max(due, at))).not.toEqual([])
      expect(probe.tick(Math.max(due, at))).toEqual([])
    })
  })
})
