import { describe, expect, it } from 'vitest'
import { ALICE, guest, join, Stage, T0 } from '../../testing/given.ts'

const HONG = guest('Hong')
const MEI = guest('Mei')
const LI = guest('Li')
const TOM = guest('Tom')
const START = { type: 'StartShare', params: {} } as const
const STOP = { type: 'StopShare', params: {} } as const

/** Hong is host, Mei cohost, Li and Tom are participants. */
function meeting(): Stage {
  const stage = Stage.booked()
  stage.joins(HONG, { proof: 'host' })
  stage.joins(MEI, { proof: 'host' })
  stage.joins(LI)
  stage.joins(TOM)
  return stage
}

const sharing = (stage: Stage): string[] =>
  Object.values(stage.conference!.people)
    .filter((person) => person.sharing)
    .map(({ name }) => name)

describe('sharing a screen', () => {
  it('[F3] one at a time: others wait, the host takes over', () => {
    const stage = meeting()
    expect(stage.does(LI, START)).toEqual(['ShareChanged'])
    expect(stage.does(LI, START)).toEqual([])
    expect(stage.refusal(TOM, START)).toBe('share-barred')
    expect(stage.does(HONG, START)).toEqual(['ShareChanged', 'ShareChanged'])
    expect(stage.log.slice(-2).map(({ data }) => data)).toMatchObject([
      { name: 'Li', sharing: false },
      { name: 'Hong', sharing: true },
    ])
    expect(sharing(stage)).toEqual(['Hong'])
  })

  it('[F3] [A3] a cohost takes over, but not from the host', () => {
    const stage = meeting()
    stage.does(LI, START)
    stage.does(MEI, START)
    expect(sharing(stage)).toEqual(['Mei'])
    stage.does(HONG, START)
    expect(stage.refusal(MEI, START)).toBe('host-immune')
    expect(stage.refusal(MEI, { type: 'StopShare', params: { ids: [stage.named('Hong').id] } })).toBe(
      'host-immune',
    )
    stage.does(HONG, { type: 'InviteToShare', params: { id: stage.named('Mei').id, on: true } })
    stage.does(MEI, START)
    expect(sharing(stage)).toEqual(['Mei'])
  })

  it('[F3] [F4] who was asked to share may, also while others may not, until it is taken back', () => {
    const stage = meeting()
    const invite = (on: boolean) =>
      ({ type: 'InviteToShare', params: { id: stage.named('Li').id, on } }) as const
    stage.does(HONG, { type: 'ChangeSettings', params: { changes: { shareLocked: true } } })
    stage.does(HONG, START)
    expect(stage.refusal(LI, START)).toBe('share-barred')
    expect(stage.does(HONG, invite(true))).toEqual(['ShareInvited'])
    expect(stage.does(HONG, invite(true))).toEqual([])
    expect(stage.does(LI, START)).toEqual(['ShareChanged', 'ShareChanged'])
    stage.does(LI, STOP)
    stage.does(HONG, invite(false))
    expect(stage.refusal(LI, START)).toBe('share-barred')
  })

  it('[F4] barring ends no share that goes on', () => {
    const stage = meeting()
    stage.does(LI, START)
    stage.does(HONG, { type: 'ChangeSettings', params: { changes: { shareBy: 'hosts' } } })
    expect(sharing(stage)).toEqual(['Li'])
    expect(stage.does(HONG, { type: 'StopShare', params: { ids: [stage.named('Li').id] } })).toEqual([
      'ShareChanged',
    ])
    expect(stage.refusal(LI, START)).toBe('share-barred')
    expect(stage.does(LI, STOP)).toEqual([])
  })

  it('[F5] who only watches shares nothing', () => {
    const stage = meeting()
    stage.joins(guest('Wu'), { media: false })
    expect(stage.refusal(guest('Wu'), START)).toBe('no-media')
  })

  it('[F5] a share goes with its page, not with a broken line', () => {
    const stage = meeting()
    stage.does(LI, START)
    stage.line(stage.named('Li'), 'down')
    stage.line(stage.named('Li'), 'up')
    expect(sharing(stage)).toEqual(['Li'])
    expect(stage.does(LI, join({ name: 'Li' }))).toEqual(['ShareChanged', 'ParticipantResumed'])
    expect(sharing(stage)).toEqual([])
  })

  it.each<[string, (stage: Stage) => string[]]>([
    ['leaves', (stage) => stage.does(LI, { type: 'Leave', params: {} })],
    [
      'is removed',
      (stage) => stage.does(HONG, { type: 'Remove', params: { ids: [stage.named('Li').id], ban: false } }),
    ],
    [
      'is sent back to the waiting room',
      (stage) => stage.does(HONG, { type: 'ReturnToLobby', params: { ids: [stage.named('Li').id] } }),
    ],
    [
      'is lost',
      (stage) => {
        stage.line(stage.named('Li'), 'down')
        return stage.tick(T0 + stage.policies.graceMs)
      },
    ],
  ])('[F6] whoever %s shares and is shown no more', (_how, goes) => {
    const stage = meeting()
    const { id } = stage.named('Li')
    stage.does(LI, START)
    stage.does(HONG, {
      type: 'Spotlight',
      params: { spotlight: { on: 'broadcast', participantId: id } },
    })
    expect(goes(stage).slice(0, 3)).toEqual(['ShareChanged', 'SpotlightChanged', 'ParticipantLeft'])
    expect([sharing(stage), stage.run.spotlight]).toEqual([[], { on: 'nobody' }])
  })

  it('[F6] at the end of the run everything ends before the people go', () => {
    const stage = meeting()
    stage.does(HONG, START)
    expect(stage.does(ALICE, { type: 'EndRun', params: {} })).toEqual([
      'ShareChanged',
      'ParticipantLeft',
      'ParticipantLeft',
      'ParticipantLeft',
      'ParticipantLeft',
      'RunVacated',
      'RunEnded',
      'ConferenceClosed',
    ])
  })
})
