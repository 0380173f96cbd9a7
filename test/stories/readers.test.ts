import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Channel, type Control, comparable, startedConference } from '../support/huawei-client.ts'
import { createMutator, type Mutator } from '../support/mutations.ts'
import { createPerson, guestInside, signedIn } from '../support/people.ts'
import { callRpc, type Frame, openRpcSocket } from '../support/rpc.ts'
import { ADMIN_PASSWORD, API_KEY, serverForAll } from '../support/server.ts'

const SEED = Number(process.env.PARLEY_READERS_SEED ?? 20_261_122)
const ROUNDS = 60
const EVE = { account: 'eve', password: 'eve-password' }
const MEDIA = { audio: false, video: false }

describe('L7: readers cut at random while commands run', () => {
  const server = serverForAll({ env: { PARLEY_THROTTLE_FACTOR: '1000', PARLEY_DEMO: 'off' } })

  test('[HW] with and without cursor, [WC] with lastVersion and v=: each rebuilds exactly what a new reader is shown', async () => {
    const mutator = createMutator(SEED)
    await callRpc(
      server,
      'org.user.createUser',
      { name: 'Eve', userId: EVE.account, password: EVE.password },
      API_KEY,
    )
    const { info, control } = await startedConference(server, {
      attendees: [{ accountId: EVE.account, name: 'Eve', phone: '' }],
      length: 1_440,
    })
    const meeting = await createMeeting(info.guestJoinUri, control, mutator)
    const withCursor = await huaweiReader(control, true)
    const withoutCursor = await huaweiReader(control, false)
    const watcher = await signedIn(server)
    await watcher.client.socket.open()
    const watched = watcher.client.conference(info.conferenceID)
    await watched.watch()
    const bare = await bareReader(info.conferenceID)

    for (let round = 0; round < ROUNDS; round++) {
      const busy = Promise.all(Array.from({ length: 1 + mutator.whole(3) }, () => meeting.act()))
      const moves: Promise<unknown>[] = []
      // In the middle of what happens: some frames of a moment have come, others have not.
      if (mutator.oneIn(3)) await sleep(mutator.whole(15))
      if (mutator.oneIn(2)) moves.push(withCursor.cut())
      if (mutator.oneIn(2)) moves.push(withoutCursor.cut())
      if (mutator.oneIn(8)) watcher.line.cut()
      if (mutator.oneIn(3)) moves.push(bare.cut())
      await Promise.all([busy, ...moves])
    }

    const { json } = await callRpc<{ version: number }>(
      server,
      'conference.get',
      { confId: info.conferenceID },
      API_KEY,
    )
    const version = json.result!.version
    expect(version).toBeGreaterThan(ROUNDS)
    const fresh = await control.follow()
    for (const [name, reader] of Object.entries({ withCursor, withoutCursor })) {
      const { channel } = reader
      await eventually(() => channel.state.revision >= fresh.state.revision, {
        what: `the end of the news for ${name}`,
        seen: () => [channel.state.revision, fresh.state.revision],
      })
      expect(comparable(channel.state), name).toEqual(comparable(fresh.state))
      expect(reader.problems, name).toEqual([])
      expect(reader.cuts, name).toBeGreaterThan(ROUNDS / 4)
    }
    // A cursor is worth something: most returns needed no full list.
    expect(withCursor.increments).toBeGreaterThan(withCursor.cuts / 2)
    expect(withoutCursor.increments).toBe(0)

    const newcomer = await signedIn(server)
    await newcomer.client.socket.open()
    const shown = newcomer.client.conference(info.conferenceID)
    await shown.watch()
    await eventually(() => watched.mirror.getState().version === version, {
      withinMs: 20_000,
      what: 'the last version in the mirror',
      seen: () => [watched.mirror.getState().version, version],
    })
    await eventually(() => shown.mirror.getState().version === version)
    expect(plain(watched.mirror.getState())).toEqual(plain(shown.mirror.getState()))

    await eventually(() => bare.versions().at(-1) === version, {
      what: 'the last version at the bare reader',
      seen: () => bare.versions(),
    })
    // Every version once and in order, over all cuts.
    expect(bare.versions()).toEqual(
      Array.from({ length: version - bare.from }, (_, at) => bare.from + 1 + at),
    )
  }, 90_000)

  /** People who come, go, and are acted upon; nothing waits for a reader. */
  async function createMeeting(link: string, control: Control, mutator: Mutator) {
    const inside = await Promise.all(
      ['Li', 'Mei', 'Ada'].map((name) => guestInside(server, link, name, { media: MEDIA })),
    )
    const eve = createPerson(server)
    await eve.client.session.signIn({ userId: EVE.account, password: EVE.password })
    await eve.client.socket.open()
    const evesPlace = eve.client.conference(control.conferenceID)
    let eveInside = false
    let names = 0

    async function act(): Promise<void> {
      const someone = mutator.pick(inside)
      switch (mutator.whole(9)) {
        case 0:
          await control.lock(mutator.oneIn(2) ? 1 : 0)
          break
        case 1:
          await control.mute(someone.memberId, mutator.oneIn(2) ? 1 : 0)
          break
        case 2:
          await control.muteAll(mutator.oneIn(2) ? 1 : 0, mutator.oneIn(2) ? 1 : 0)
          break
        case 3:
          await control.rename(someone.memberId, '900', `Name ${++names}`)
          break
        case 4:
          await control.extend(1)
          break
        case 5:
          await someone.conference.mute().catch(() => {})
          break
        case 6:
          if (eveInside) await evesPlace.leave()
          else await evesPlace.join({ displayName: 'Eve', media: MEDIA })
          eveInside = !eveInside
          break
        case 7:
          if (inside.length < 6) {
            await control.lock(0)
            inside.push(await guestInside(server, link, `Guest ${++names}`, { media: MEDIA }))
          }
          break
        default:
          if (inside.length > 2) {
            const [gone] = inside.splice(mutator.whole(inside.length), 1)
            if (mutator.oneIn(2)) await control.hangUp(gone!.memberId)
            else await gone!.conference.leave()
          }
      }
    }

    let last: Promise<void> = Promise.resolve()
    return {
      /** One command after the other: the people here are not readers, and must not trip over each other. */
      act(): Promise<void> {
        last = last.then(act)
        return last
      },
    }
  }

  async function huaweiReader(control: Control, usesCursor: boolean) {
    let channel: Channel = await control.follow()
    let reconnecting: Promise<void> = Promise.resolve()
    const reader = {
      cuts: 0,
      /** Returns that began with increments. */
      increments: 0,
      problems: [] as string[],
      get channel() {
        return channel
      },
      async cut(): Promise<void> {
        reader.cuts += 1
        channel.cut()
        reader.problems.push(...channel.problems)
        const { state } = channel
        reconnecting = reconnecting.then(async () => {
          channel = await control.follow(usesCursor ? { cursor: state.revision, state } : {})
          const first = channel.frames.find(({ action }) => action === 'ParticipantsNotify')
          if (first?.msgMode === 1) reader.increments += 1
        })
        await reconnecting
      },
    }
    return reader
  }

  /** A bare socket that counts versions; after a cut a new one asks for those after the last. */
  async function bareReader(confId: string) {
    const login = await callRpc<{ accessToken: string }>(server, 'auth.http.login', {
      grantType: 'client_credentials',
      clientId: 'admin',
      clientSecret: ADMIN_PASSWORD,
    })
    const token = login.json.result!.accessToken
    const before = await callRpc<{ version: number }>(server, 'conference.get', { confId }, API_KEY)
    const from = before.json.result!.version
    /** Of the sockets before. */
    const kept: number[] = []
    let socket = await openRpcSocket(server, { token })
    const versions = (): number[] => [...kept, ...socket.frames.flatMap(versionsOf)]
    const subscribe = async (): Promise<void> => {
      const lastVersion = versions().at(-1) ?? from
      const { result } = await socket.call('conference.subscribe', { confId, lastVersion })
      expect(result).toMatchObject({ complete: true })
    }
    await subscribe()
    return {
      from,
      versions,
      async cut(): Promise<void> {
        socket.cut()
        kept.splice(0, kept.length, ...versions())
        socket = await openRpcSocket(server, { token })
        await subscribe()
      },
    }
  }
})

/** Stored events, one by one or merged into a skip; ephemeral ones have no version of their own. */
function versionsOf({ method, params }: Frame): number[] {
  if (method !== 'conference.event' || params?.ephemeral === true) return []
  const last = Number(params?.version)
  const first = Number(params?.fromVersion ?? last)
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

/** A mirror without what belongs to the moment, in an order that does not depend on the way it came about. */
function plain(state: { conference: unknown; members: ReadonlyMap<string, unknown> }) {
  const members = Object.fromEntries([...state.members].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { conference: state.conference, members }
}
