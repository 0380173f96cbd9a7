import type { Actor, UserId } from '@parley/core'
import { topics } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import type { Frame } from '#sockets/frame.ts'
import { sightOf } from '../sight.ts'
import { createMeetings, freshGround, userOf } from '../testing/meetings.ts'
import { ACTORS, ANN } from '../testing/steps.ts'
import { createEncoder } from './encoder.ts'
import { NO_SIGNALS } from './last-signals.ts'
import { subscribe } from './subscription.ts'

/** A meeting to whose list 450 accounts belong. */
async function createLarge() {
  const meetings = createMeetings(freshGround(), {
    onError(error) {
      throw error
    },
  })
  const invited = Array.from({ length: 450 }, (_, at) =>
    userOf({
      ...ANN,
      userId: at.toString(16).padStart(32, '0') as UserId,
      account: `u${at}`,
      name: `User ${at}`,
      number: String(1_000_001 + at),
    }),
  )
  const conferenceId = await meetings.book(ANN, { invited })
  return { ...meetings, conferenceId, encoder: createEncoder(meetings.ids) }
}

const paramsOf = ({ text }: Frame) => JSON.parse(text).params

describe('[WC] 4.9 frames', () => {
  it('are encoded once per audience; large snapshots come in parts', async () => {
    const { clock, ids, conferences, feed, conferenceId, encoder } = await createLarge()
    const frames: Frame[][] = [[], [], []]
    for (const [at, actor] of [ANN, ANN, ACTORS[3] as Actor].entries()) {
      const line = await subscribe({
        confId: conferenceId,
        actor,
        topics: new Set(topics),
        after: null,
        feed,
        encoder,
        clock,
        cadence: null,
        send: (frame) => void frames[at]?.push(frame),
        isBehind: () => false,
        onOpen: () => {},
        onEvents: () => {},
      })
      line.release()
    }
    await conferences.execute({
      type: 'ChangeSettings',
      params: { changes: { locked: true } },
      id: ids.commandId(),
      conferenceId,
      actor: ANN,
      via: 'rpc',
    })
    const [one = [], two = [], guest = []] = frames
    expect(one.map((frame) => paramsOf(frame).members?.length)).toEqual([200, 200, 50, undefined])
    expect(one.every((frame, at) => frame === two[at])).toBe(true)
    expect(one.some((frame) => guest.includes(frame))).toBe(false)
  })

  it('say once, in the first part, what was last heard and written', async () => {
    const { clock, conferences, conferenceId, encoder } = await createLarge()
    const conference = await conferences.get(conferenceId)
    const signal = { conferenceId, at: clock.now() }
    const last = {
      speakers: { ...signal, type: 'Speakers', active: null, loudest: [] },
      network: { ...signal, type: 'Network', samples: [] },
    } as const
    const said = (signals: Parameters<typeof encoder.snapshot>[1]) =>
      encoder
        .snapshot(conference, signals, sightOf(conference, ANN))
        .map((frame) => ['chat', 'speaker', 'quality'].filter((name) => name in paramsOf(frame)))
    expect(said(last)).toEqual([['chat', 'speaker', 'quality'], [], []])
    expect(said(NO_SIGNALS)).toEqual([['chat'], [], []])
  })
})
