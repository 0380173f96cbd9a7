import { createHash } from 'node:crypto'
import {
  type ConferenceId,
  EVENT_TYPES,
  type EventType,
  type Participant,
  type ParticipantId,
  type Recorded,
  type User,
} from '@parley/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Client, type Message, messageOf, theirs } from '../testing/client.ts'
import { openRun } from '../testing/run.ts'
import { perform, step } from '../testing/steps.ts'
import type { Push } from './encoder.ts'
import { type NotifyType, readable, SENT_TYPES } from './envelope.ts'
import type { Eyes } from './identity.ts'
import { resultEntry, resultOf } from './results.ts'

/** Before the run, after it, and what this wire has no word for. */
const NOT_TRIED: readonly EventType[] = [
  'ConferenceScheduled',
  'ConferenceCancelled',
  'ConferenceClosed',
  'RunStarted',
  'RunEnded',
  'ParticipantInterrupted',
  'MediaChanged',
  'LoudspeakerChanged',
  'ChatPosted',
]

const SOME_TYPES = fc.subarray([...SENT_TYPES], { minLength: 1 }).map((types) => new Set<NotifyType>(types))

describe('the encoder', () => {
  it('lets every reader rebuild the state, cut anywhere, with a cursor and without', async () => {
    const told = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 80, size: 'max' }),
        SOME_TYPES,
        fc.constantFrom<Eyes>('host', 'account', 'guest'),
        fc.boolean(),
        fc.integer({ min: 0, max: 10 }),
        async (steps, wanted, eyes, withCursor, from) => {
          const types = readable(wanted, eyes)
          const run = await openRun()
          const { encoder } = run
          const client = new Client()
          let connected = false
          // Above it the reader has to learn of every outcome.
          let newsAfter = 0

          function connect(cut: number | null): void {
            const cursor = withCursor ? client.cursor : null
            client.reconnect()
            if (!cursor) newsAfter = run.log.at(-1)?.revision ?? 0
            const events =
              cursor !== null && cursor > 0 ? run.log.filter(({ revision }) => revision > cursor) : null
            const frames =
              (events && encoder.catchUp(types, eyes, { cursor: cursor as number, events })) ??
              encoder.fulls(types, eyes, { reset: cursor !== null, fresh: true })
            for (const one of frames.slice(0, cut ?? frames.length)) client.receive(messageOf(one))
            connected = cut === null || cut >= frames.length
          }

          for (const [at, one] of steps.entries()) {
            if (!connected && at >= from) connect(one.cutAtOnce)
            await perform(run, one)
            for (const { type } of run.log) told.add(type)
            if (run.over) return
            if (!one.flush) continue
            const messages = theirs(encoder.flush(), types, eyes)
            if (!connected) continue
            if (one.cut === null) for (const message of messages) client.receive(message)
            else {
              for (const message of messages.slice(0, one.cut)) client.receive(message)
              connected = false
            }
          }
          if (!connected) connect(null)
          for (const message of theirs(encoder.flush(), types, eyes)) client.receive(message)

          const fresh = new Client()
          for (const one of encoder.fulls(types, eyes, { fresh: true })) fresh.receive(messageOf(one))
          for (const one of [client, fresh]) one.known.delete('NetworkQualityNotify')
          expect(client.known).toEqual(fresh.known)
          const news = run.log.filter(({ revision }) => revision > newsAfter).flatMap(resultOf)
          if (types.has('InviteResultNotify'))
            for (const one of news) expect(client.results).toContain(JSON.stringify(resultEntry(one, eyes)))
          // The cursor may lag behind, never run ahead.
          expect(client.cursor ?? 0).toBeLessThanOrEqual((await run.conference()).revision)
        },
      ),
      { numRuns: 200 },
    )
    // What was tried was also done.
    expect(EVENT_TYPES.filter((type) => !told.has(type))).toEqual(NOT_TRIED)
  }, 60_000)

  it('numbers increments of a type one by one, whatever is gathered in them', async () => {
    const run = await openRun()
    const [alice, bob] = run.users as [User, User]
    await run.join(alice)
    await run.join(bob)
    const first = run.encoder.flush()
    expect(first.map(({ type }) => type)).toEqual([
      'AttendeesNotify',
      'ParticipantsNotify',
      'ChannelAndParticipantsNotify',
    ])
    const types = new Set<NotifyType>(SENT_TYPES)
    expect(theirs(first, types, 'host').map(({ version }) => version)).toEqual([1, 1, 1])
    await run.act(alice, 'MuteAll', { mayUnmute: false })
    const [dynamic, people] = theirs(run.encoder.flush(), types, 'host')
    expect(dynamic).toMatchObject({ action: 'ConfDynamicInfoNotify', msgMode: 0, mute: 1, canUnmute: 0 })
    expect(people).toMatchObject({ msgMode: 1, version: 2, data: [{ pinfoMap: { NAME: 'bob', MUTE: '1' } }] })
  })

  it('names an increment after its last event', async () => {
    const run = await openRun()
    await run.join(run.users[0] as User)
    const event = run.log.filter(({ type }) => type === 'HostChanged').at(-1)
    const [push] = run.encoder.flush().filter(({ type }) => type === 'ParticipantsNotify')
    const expected = createHash('sha256').update(`${event?.id} ParticipantsNotify`).digest('hex').slice(0, 32)
    expect(messageOf((push as Push).frame('host', true)).msgID).toBe(expected)
  })

  it('moves `revision` on only in the last message of a moment', async () => {
    const run = await openRun()
    await run.join(run.users[1] as User)
    const types = new Set<NotifyType>(['AttendeesNotify', 'ParticipantsNotify'])
    const fulls = run.encoder.fulls(types, 'host').map(messageOf)
    const { revision } = await run.conference()
    expect(fulls.map((one) => one.revision)).toEqual([0, revision])
    run.encoder.flush()
    await run.act(run.users[1] as User, 'Rename', { name: 'Bobby' })
    const told = theirs(run.encoder.flush(), types, 'host').map((one) => one.revision)
    expect(told).toEqual([revision, revision + 1])
  })

  it('shares bytes: one encoding for all eyes that see the same', async () => {
    const run = await openRun()
    await run.join(run.users[0] as User)
    const [attendees, participants] = run.encoder.flush() as [Push, Push]
    expect(attendees.type).toBe('ParticipantsNotify')
    expect(attendees.frame('host', true)).toBe(attendees.frame('account', true))
    expect(attendees.frame('guest', true)).not.toBe(attendees.frame('host', true))
    expect(participants.type).toBe('ChannelAndParticipantsNotify')
    const types = new Set<NotifyType>(SENT_TYPES)
    expect(run.encoder.fulls(types, 'host')).toBe(run.encoder.fulls(types, 'host'))
  })

  it('shows passwords to host tokens only, and accounts and numbers to nobody who knows only the guest password', async () => {
    const run = await openRun()
    const [alice, bob] = run.users as [User, User]
    await run.join(alice)
    await run.join(bob)
    const types = new Set<NotifyType>(SENT_TYPES)
    const text = (eyes: Eyes): string =>
      run.encoder
        .fulls(types, eyes)
        .map((one) => one.text)
        .join('\n')
    expect(text('host')).toContain('482913')
    expect(text('account')).not.toContain('482913')
    expect(text('account')).toContain(bob.number)
    for (const secret of ['482913', bob.number, bob.id, alice.id, '"ACCOUNT":"bob"'])
      expect(text('guest')).not.toContain(secret)
  })

  it('ends with everybody removed and `Destroyed`, the last settings kept', async () => {
    const run = await openRun()
    const [alice, bob] = run.users as [User, User]
    await run.join(alice)
    await run.join(bob)
    await run.act(alice, 'ChangeSettings', { changes: { locked: true } })
    run.encoder.flush()
    await run.act(alice, 'EndRun', {})
    expect(run.over).toBe(true)
    const types = new Set<NotifyType>(['ConfDynamicInfoNotify', 'ParticipantsNotify'])
    const [dynamic, people] = theirs(run.encoder.flush(), types, 'host')
    expect(dynamic).toMatchObject({ state: 'Destroyed', lock: 1 })
    expect(people.data.map(({ mode }: Message) => mode)).toEqual([1, 1])
    const numbers = people.data.map(({ pinfoMap }: Message) => pinfoMap.TEL)
    expect(numbers.sort()).toEqual([alice.number, bob.number])
  })

  it('shows the picture of somebody whom the conference forgets under the id that is left of them', async () => {
    const run = await openRun()
    const [alice] = run.users as [User]
    await run.join(alice)
    await run.join('wendy')
    const { people } = await run.conference()
    const wendy = Object.values(people).find(({ name }) => name === 'wendy') as Participant
    const { id, who } = wendy
    const pictures = [{ index: 1, participantIds: [id], share: false }]
    const layout = { imageType: 'Single', pictures, switchSeconds: 10 }
    await run.act(alice, 'Spotlight', { spotlight: { on: 'layout', layout } })
    const types = new Set<NotifyType>(['ConfDynamicInfoNotify', 'CustomMultiPicNotify'])
    const shown = () =>
      theirs(run.encoder.flush(), types, 'host').map(
        ({ multiPic, picInfos }) => (multiPic?.picInfos ?? picInfos)[0].id,
      )
    expect(shown()).toEqual([[who.number], [who.number]])
    await run.act(alice, 'ReturnToLobby', { ids: [id] })
    expect(shown()).toEqual([])
    await run.act(alice, 'Refuse', { ids: [id] })
    expect(shown()).toEqual([[id], [id]])
  })

  it('gives up on a cursor of an earlier run', async () => {
    const run = await openRun()
    await run.join(run.users[0] as User)
    const cursor = (await run.conference()).revision
    const other = { ...(run.log[0] as Recorded), type: 'RunStarted' } as Recorded
    const events = [other, ...run.log]
    expect(run.encoder.catchUp(new Set(SENT_TYPES), 'host', { cursor, events })).toBeNull()
  })

  it('gives fulls rising numbers even when time stands still', async () => {
    const run = await openRun()
    const types = new Set<NotifyType>(SENT_TYPES)
    const versions = [
      ...run.encoder.fulls(types, 'host', { fresh: true }),
      ...run.encoder.fulls(types, 'host', { fresh: true, reset: true }),
    ].map((one) => messageOf(one).version)
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
    expect(new Set(versions).size).toBe(versions.length)
    expect(versions[0]).toBe(run.clock.now())
  })

  it('is silent about a conference nobody spoke in, and names who speaks', async () => {
    const run = await openRun()
    const types = new Set<NotifyType>(['SpeakerChangeNotify'])
    expect(run.encoder.fulls(types, 'host').map(messageOf)).toMatchObject([{ data: [] }])
    const push = run.encoder.speak({
      type: 'Speakers',
      conferenceId: run.conferenceId as ConferenceId,
      at: 1,
      active: 'p' as ParticipantId,
      loudest: [{ participantId: 'p' as ParticipantId, name: 'Bob', level: 57 }],
    })
    expect(messageOf(push.frame('host', true))).toMatchObject({
      msgMode: 0,
      data: [{ pid: 'p', name: 'Bob', speakingVolume: 57 }],
    })
  })
})
