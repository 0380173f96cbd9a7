import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { DEFAULT_POLICIES } from '../conference/policies.ts'
import type { ConferenceId, GuestId, TenantId, UserId } from '../ids.ts'
import { fold } from '../kernel/fold.ts'
import type { ConferenceIndex, ConferenceStore } from '../ports/conference-store.ts'
import type { Erasure } from '../ports/erasure.ts'
import type { Guests } from '../ports/guests.ts'
import type { Log } from '../ports/log.ts'
import type { PushStore } from '../ports/push-store.ts'
import type { ErasedPerson, NewSiteEvent } from '../site/events.ts'
import { AT } from './append.ts'
import { ALICE, BOB, Stage, T0, user } from './given.ts'
import type { Open, Opened } from './harness.ts'
import { aDelivery, anAttempt, aSiteEvent, claim, DELIVERED, EXHAUSTED, owe } from './push-given.ts'
import { rejectsWith } from './rejects-with.ts'

export type ErasurePorts = {
  erasure: Erasure
  conferences: ConferenceStore
  log: Log
  push: PushStore
  guests: Guests
}

const ALICE_ID: ErasedPerson = { is: 'user', userId: ALICE.userId }
const GUEST: Extract<Actor, { is: 'guest' }> = {
  is: 'guest',
  guestId: 'w-1' as GuestId,
  name: '李',
  number: '9001',
}
const LI: ErasedPerson = { is: 'guest', guestId: GUEST.guestId }

/** What every `Erasure` must keep to. */
export function erasureContract(name: string, open: Open<ErasurePorts>): void {
  describe(`erasure: ${name}`, () => {
    let opened: Opened<ErasurePorts>
    let ports: ErasurePorts
    beforeEach(async () => {
      opened = await open()
      ports = opened.port
    })
    afterEach(() => opened.close())

    let told = 0
    const erase = (person: ErasedPerson) =>
      ports.erasure.erase(person, ({ events, deliveries }) => {
        told += 1
        return {
          ...aSiteEvent({ id: `erased-${told}`, time: AT + 99 }),
          type: 'PersonErased',
          data: { person, events, deliveries },
        } as NewSiteEvent<'PersonErased'>
      })
    /** Everything that is kept, as one text. */
    const everything = async (): Promise<string> => {
      const deliveries = await ports.push.deliveries({ limit: 500 })
      return JSON.stringify([
        await ports.log.entries({ after: 0, limit: 1_000 }),
        await ports.conferences.find({ limit: 100 }),
        await ports.conferences.load('900123456' as ConferenceId),
        await ports.guests.get(GUEST.guestId),
        deliveries,
        await Promise.all(deliveries.map(({ id }) => ports.push.attempts(id))),
      ])
    }

    it('[D58] blanks who somebody was in events, states and lists, and leaves the rest', async () => {
      const stage = await held(ports, 'closed')
      expect(await everything()).toContain('李四')
      const { conferenceIds, events } = await erase(LI)
      expect(conferenceIds).toEqual(['900123456'])
      expect(events).toBeGreaterThan(3)
      expect(await everything()).not.toContain('李')
      const after = await opened.peer.conferences.load('900123456' as ConferenceId)
      const state = fold(after?.snapshot ?? null, after?.since ?? [])
      const people = Object.values(state?.people ?? {})
      expect(state?.revision).toBe(stage.conference?.revision)
      expect(state?.owner.name).toBe('Alice')
      expect(people.map((one) => one.name)).not.toContain('李四')

      const owner = await erase(ALICE_ID)
      expect(owner.conferenceIds).toEqual(['900123456'])
      const left = await everything()
      for (const trace of ['Alice', '"alice"', '1000001']) expect(left).not.toContain(trace)
      expect(left).toContain('bob')
      const { items, total } = await ports.conferences.find({ limit: 10 })
      expect(total).toBe(1)
      expect(items[0]).toMatchObject({ ownerId: ALICE.userId, ownerName: '', title: 'Weekly' })
      expect((await ports.conferences.find({ text: 'alice', limit: 10 })).total).toBe(0)
      expect((await ports.conferences.find({ text: 'weekly', limit: 10 })).total).toBe(1)
    })

    it('changes no position, revision, id or time, and tells the log', async () => {
      await held(ports, 'closed')
      const bare = async () =>
        (await ports.log.entries({ after: 0, limit: 1_000 })).map(
          ({ id, position, revision, time, type, conferenceId }) =>
            [id, position, revision, time, type, conferenceId].join(),
        )
      const before = await bare()
      const { events, deliveries } = await erase(LI)
      expect((await bare()).slice(0, -1)).toEqual(before)
      const last = await opened.peer.log.entry(before.length + 1)
      expect(last).toMatchObject({ type: 'PersonErased', data: { person: LI, events, deliveries } })
    })

    it('blanks the deliveries that told of the person, and cancels those that are owed', async () => {
      await held(ports, 'closed')
      const joined = (await ports.log.entries({ after: 0, limit: 100 })).find(
        ({ type, data }) => type === 'ParticipantJoined' && (data as { name: string }).name === '李',
      )
      if (!joined) throw new Error('nobody joined')
      const mine = {
        position: joined.position,
        eventId: String(joined.id),
        body: '{"name":"李"}',
        headers: { 'ce-who': '李' },
        orderKey: 'k',
      }
      await owe(
        ports.push,
        { ...mine, id: 'a' },
        { ...mine, id: 'b', targetId: 't2' },
        { ...mine, id: 'c', targetId: 't3', orderKey: null },
        { id: 'other', position: 1, orderKey: 'k', body: '{"name":"bob"}' },
      )
      await claim(ports.push, 'w', AT, { targets: ['t1', 't2'] })
      const answered = {
        response: '谢谢李',
        responseHeaders: { x: '李' },
        requestHeaders: { 'ce-who': '李' },
      }
      await ports.push.settle('w', anAttempt('b', { ...answered, method: 'PUT' }), DELIVERED)
      expect((await everything()).match(/谢谢李|"李"|\\"李\\"/g)?.length).toBeGreaterThan(5)
      const { deliveries } = await erase(LI)
      expect(deliveries).toBe(3)
      expect(await everything()).not.toContain('李')
      for (const id of ['a', 'c']) {
        expect(await opened.peer.push.delivery(id)).toMatchObject({
          status: 'cancelled',
          body: '',
          headers: {},
          erased: true,
          dueAt: null,
          settledAt: AT + 99,
        })
      }
      expect(await ports.push.delivery('b')).toMatchObject({ status: 'delivered', erased: true, body: '' })
      expect(await ports.push.attempts('b')).toMatchObject([{ status: 200, method: 'PUT', response: '' }])
      expect((await ports.push.settle('w', anAttempt('a', { id: 'late' }), EXHAUSTED)).kept).toBe(false)
      expect(await ports.push.resend('b', AT)).toBe(false)
      expect(await ports.push.dueTargets()).toMatchObject([{ targetId: 't1' }])
      expect(await ports.push.delivery('other')).toMatchObject({ body: '{"name":"bob"}', erased: false })
      // The one on its way may still arrive until its lease ends.
      expect(await claim(ports.push, 'w2', AT)).toEqual([])
      expect(await claim(ports.push, 'w2', AT + 1_000)).toEqual(['other'])
    })

    it('blanks dead letters that were put onto a bus', async () => {
      await held(ports, 'closed')
      const joined = (await ports.log.entries({ after: 0, limit: 100 })).find(
        ({ type, data }) => type === 'ParticipantJoined' && (data as { name: string }).name === '李',
      )
      const put = (id: string, eventId: string, why: 'dead-letter' | 'published'): NewSiteEvent =>
        aSiteEvent({
          id,
          type: 'EventPut',
          data: {
            bus: 'default',
            why,
            event: { id: eventId, source: 'urn:parley', type: 'x', data: { name: `李 of ${id}` } },
          },
        } as Parameters<typeof aSiteEvent>[0])
      await ports.log.record([
        put('p1', String(joined?.id), 'dead-letter'),
        put('p2', 'another', 'dead-letter'),
        put('p3', 'foreign', 'published'),
      ])
      const position = (await ports.log.byId('p1' as never))?.position ?? 0
      await owe(ports.push, aDelivery({ id: 'd', position, body: '李' }))
      await erase(LI)
      const left = await everything()
      expect(left).not.toContain('李 of p1')
      expect(left).toContain('李 of p2')
      expect(left).toContain('李 of p3')
      expect(await ports.push.delivery('d')).toMatchObject({ erased: true, body: '' })
    })

    it('is refused, and changes nothing, while the person belongs to a conference that is not closed', async () => {
      await held(ports, 'running')
      const before = await everything()
      for (const person of [ALICE_ID, LI]) await rejectsWith('conflict', erase(person))
      expect(await everything()).toBe(before)
    })

    it('of a stranger, or once more, finds nothing', async () => {
      await held(ports, 'closed')
      const nothing = { events: 0, deliveries: 0, conferenceIds: [] }
      expect(await erase({ is: 'user', userId: 'u-nobody' as UserId })).toEqual(nothing)
      await erase(LI)
      expect(await erase(LI)).toEqual(nothing)
    })
  })
}

/** A conference of Alice's in which Bob and 李 were, waited, wrote and were called, kept with a snapshot. */
async function held(ports: ErasurePorts, state: 'running' | 'closed'): Promise<Stage> {
  const stage = Stage.booked({}, { policies: DEFAULT_POLICIES })
  stage.joins(ALICE, { name: 'Alice', proof: 'host' })
  stage.joins(BOB)
  const li = stage.joins(GUEST)
  stage.does(GUEST, { type: 'Rename', params: { name: '李四' } })
  stage.does(GUEST, { type: 'PostChat', params: { text: '我是李四', to: null } })
  stage.does(BOB, { type: 'PostChat', params: { text: 'hello', to: li.id } })
  const { userId, account, number, tenantId } = user('carol', '1000003')
  const who = { is: 'user' as const, userId, account, number, tenantId }
  stage.does(ALICE, { type: 'Invite', params: { people: [{ who, name: 'Carol', role: 'participant' }] } })
  const interpreter = { account: 'alice', userId: ALICE.userId, number: '1000001', name: 'Alice' }
  const group = { id: 'g', name: 'en', by: 'people' as const, interpreters: [interpreter] }
  const groups = [{ ...group, languages: ['zh', 'en'] as const }]
  stage.does(ALICE, { type: 'SetInterpretation', params: { is: 'on', groups } })
  stage.does(ALICE, { type: 'ReturnToLobby', params: { ids: [li.id] } })
  stage.does(ALICE, { type: 'Admit', params: { ids: [li.id] } })
  stage.joins(GUEST)
  stage.line(stage.person(li.id), 'down')
  if (state === 'closed') stage.does(ALICE, { type: 'CancelConference', params: { endRun: true } })
  const conference = stage.conference
  if (!conference) throw new Error('no conference')
  const index: ConferenceIndex = {
    conferenceId: conference.id,
    tenantId: 'home' as TenantId,
    ownerId: ALICE.userId,
    invitedIds: [],
    title: conference.title,
    ownerName: 'Alice',
    state: conference.state,
    revision: conference.revision,
    startsAt: T0,
    closedAt: conference.state === 'closed' ? T0 : null,
    linkLookup: 'l',
    dueAt: null,
  }
  const events = stage.log.map((event, at) => ({ ...event, id: `event-${at}` as never }))
  const [result] = await ports.conferences.commit([
    { conferenceId: conference.id, expectedRevision: 0, events, index, snapshot: conference },
  ])
  if (!result?.ok) throw new Error('not kept')
  await ports.guests.put({
    id: GUEST.guestId,
    conferenceId: conference.id,
    name: '李',
    number: '9001',
    proof: 'guest',
    runId: null,
    state: 'expired',
    createdAt: T0,
    expiresAt: T0,
  })
  return stage
}
