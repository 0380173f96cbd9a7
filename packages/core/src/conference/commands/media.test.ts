import { describe, expect, it } from 'vitest'
import type { Actor } from '../../actor.ts'
import type { UserId } from '../../ids.ts'
import { ALICE, BOB, guest, Stage } from '../../testing/given.ts'

const LI = guest('Li')
const HOST_TOKEN: Actor = { is: 'token', level: 'host', userId: null, name: 'host' }

function meeting(): { stage: Stage; li: ReturnType<Stage['person']> } {
  const stage = Stage.booked()
  stage.joins(ALICE, { proof: 'none' })
  return { stage, li: stage.joins(LI) }
}

describe('microphones and cameras', () => {
  it('[M2] [M7] a host mute sets the host bit once and tells that the microphone flipped', () => {
    const { stage, li } = meeting()
    expect(stage.does(ALICE, { type: 'Mute', params: { ids: [li.id] } })).toEqual(['MicChanged'])
    expect(stage.log.at(-1)?.data).toMatchObject({
      bits: { offByHost: true, offBySelf: false },
      open: false,
      flipped: true,
    })
    expect(stage.does(ALICE, { type: 'Mute', params: { ids: [li.id] } })).toEqual([])
  })

  it('[M1] [M7] a second reason for silence is told but flips nothing', () => {
    const { stage, li } = meeting()
    stage.does(LI, { type: 'Mute', params: {} })
    stage.does(ALICE, { type: 'Mute', params: { ids: [li.id] } })
    expect(stage.log.at(-1)?.data).toMatchObject({ open: false, flipped: false })
  })

  it('[M3] a host lifts only the host’s bit', () => {
    const { stage, li } = meeting()
    stage.does(LI, { type: 'Mute', params: {} })
    stage.does(ALICE, { type: 'Mute', params: { ids: [li.id] } })
    stage.does(ALICE, { type: 'Unmute', params: { ids: [li.id] } })
    expect(stage.person(li.id).mic).toEqual({ offBySelf: true, offByHost: false })
  })

  it('[M4] one lifts both bits if the host allows it, else neither', () => {
    const { stage, li } = meeting()
    stage.does(ALICE, { type: 'MuteAll', params: { mayUnmute: false } })
    expect(stage.refusal(LI, { type: 'Unmute', params: {} })).toBe('held-by-host')
    stage.does(ALICE, { type: 'MuteAll', params: { mayUnmute: true } })
    stage.does(LI, { type: 'Unmute', params: {} })
    expect(stage.person(li.id).mic).toEqual({ offBySelf: false, offByHost: false })
  })

  it('[M5] mute all spares the host', () => {
    const { stage, li } = meeting()
    expect(stage.does(HOST_TOKEN, { type: 'MuteAll', params: { mayUnmute: true } })).toEqual([
      'MuteAllChanged',
      'MicChanged',
    ])
    expect(stage.named('alice').mic.offByHost).toBe(false)
    expect(stage.does(HOST_TOKEN, { type: 'UnmuteAll', params: {} })).toEqual([
      'MuteAllChanged',
      'MicChanged',
    ])
    expect(stage.person(li.id).mic.offByHost).toBe(false)
  })

  it('[M4] nobody keeps the host from unmuting', () => {
    const { stage } = meeting()
    const host = stage.named('alice')
    stage.does(HOST_TOKEN, { type: 'MuteAll', params: { mayUnmute: false } })
    stage.does(HOST_TOKEN, { type: 'Mute', params: { ids: [host.id] } })
    expect(stage.person(host.id).mic.offByHost).toBe(true)
    stage.does(ALICE, { type: 'Unmute', params: {} })
    expect(stage.person(host.id).mic.offByHost).toBe(false)
  })

  it('[M5] mute all spares the cohost who does it, and its end lets people unmute again', () => {
    const { stage, li } = meeting()
    const hong = guest('Hong')
    const cohost = stage.joins(hong, { proof: 'host' })
    stage.does(hong, { type: 'MuteAll', params: { mayUnmute: false } })
    expect([stage.person(cohost.id), stage.person(li.id)].map(({ mic }) => mic.offByHost)).toEqual([
      false,
      true,
    ])
    stage.does(hong, { type: 'UnmuteAll', params: {} })
    stage.does(hong, { type: 'ChangeSettings', params: { changes: { mayUnmute: false } } })
    expect(stage.does(hong, { type: 'UnmuteAll', params: {} })).toEqual(['MuteAllChanged'])
    expect(stage.conference?.settings.mayUnmute).toBe(true)
  })

  it('[M6] a camera the host closed stays closed until the host allows it', () => {
    const { stage, li } = meeting()
    stage.does(ALICE, { type: 'CloseCamera', params: { ids: [li.id] } })
    expect(stage.refusal(LI, { type: 'OpenCamera', params: {} })).toBe('held-by-host')
    stage.does(ALICE, { type: 'OpenCamera', params: { ids: [li.id] } })
    expect(stage.person(li.id).camera).toEqual({ offBySelf: false, offByHost: false })
    // Nobody stands over the host, who opens what was closed from above.
    const host = stage.named('alice')
    stage.does(HOST_TOKEN, { type: 'CloseCamera', params: { ids: [host.id] } })
    expect(stage.person(host.id).camera.offByHost).toBe(true)
    stage.does(ALICE, { type: 'OpenCamera', params: {} })
    expect(stage.person(host.id).camera).toEqual({ offBySelf: false, offByHost: false })
  })

  it('[A2] people have no power over others', () => {
    const { stage } = meeting()
    const host = stage.named('alice')
    expect(stage.refusal(LI, { type: 'Mute', params: { ids: [host.id] } })).toBe('forbidden')
    expect(stage.refusal(LI, { type: 'MuteAll', params: { mayUnmute: true } })).toBe('forbidden')
    expect(stage.refusal(LI, { type: 'ChangeSettings', params: { changes: { locked: true } } })).toBe(
      'forbidden',
    )
    expect(stage.refusal(LI, { type: 'Remove', params: { ids: [host.id], ban: false } })).toBe('forbidden')
    expect(stage.refusal(LI, { type: 'Rename', params: { id: host.id, name: 'X' } })).toBe('not-yours')
  })

  it('[A3] a cohost has no power over the host', () => {
    const { stage } = meeting()
    const host = stage.named('alice')
    const cohost = guest('Hong')
    stage.joins(cohost, { proof: 'host' })
    expect(stage.refusal(cohost, { type: 'Mute', params: { ids: [host.id] } })).toBe('host-immune')
    expect(stage.refusal(cohost, { type: 'Remove', params: { ids: [host.id], ban: false } })).toBe(
      'host-immune',
    )
    expect(stage.refusal(cohost, { type: 'EndRun', params: {} })).toBe('host-needed')
  })

  it('[A6] a general token acts as its person, else only reads', () => {
    const { stage, li } = meeting()
    const strange: Actor = { is: 'token', level: 'general', userId: 'u-nobody' as UserId, name: '' }
    expect(stage.refusal(strange, { type: 'Mute', params: { ids: [li.id] } })).toBe('forbidden')
    expect(stage.refusal(strange, { type: 'Mute', params: {} })).toBe('not-inside')
    const bob = stage.joins(BOB)
    const own: Actor = { is: 'token', level: 'general', userId: BOB.userId, name: 'bob' }
    expect(stage.refusal(own, { type: 'Mute', params: { ids: [bob.id] } })).toBeNull()
    expect(stage.refusal(own, { type: 'Mute', params: { ids: [li.id] } })).toBe('forbidden')
  })

  it('[A7] naming several does what it can and answers for each', () => {
    const { stage, li } = meeting()
    const nobody = 'f'.repeat(32) as typeof li.id
    const { answer } = stage.decide(ALICE, { type: 'Mute', params: { ids: [li.id, nobody] } })
    expect(answer.results).toEqual([{ id: li.id }, { id: nobody, refused: 'no-participant' }])
    const twice = stage.decide(ALICE, { type: 'Unmute', params: { ids: [li.id, li.id] } })
    expect(twice.answer.results).toEqual([{ id: li.id }])
    expect(stage.refusal(ALICE, { type: 'Mute', params: { ids: [nobody] } })).toBe('no-participant')
    const inherited = 'constructor' as typeof nobody
    expect(stage.refusal(ALICE, { type: 'Mute', params: { ids: [inherited] } })).toBe('no-participant')
  })
})
