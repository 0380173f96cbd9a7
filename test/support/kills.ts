import { setTimeout as sleep } from 'node:timers/promises'
import { type Conference, evolve, isOpen, type Unpositioned } from '@parley/core'
import { expect } from 'vitest'
import { createApi, type LogEvent } from './api.ts'
import { eventually } from './eventually.ts'
import { startedConference } from './huawei-client.ts'
import { buildKillable } from './killable.ts'
import { guestInside } from './people.ts'
import { type Push, type Reaction, type Receiver, startReceiver, verifySignature } from './receiver.ts'
import { callRpc } from './rpc.ts'
import { API_KEY, createServerProcess, type TestServer } from './server.ts'

/** `{point}:{n}`, or a moment of chance. */
export type Kill = string | 'random'

/** One command as its sender knows it: the name it gave, and the revision that was answered, null without an answer. */
type Sent = { driver: number; method: string; word: string; revision: number | null }

const GUESTS = ['Li', 'Mei', 'Ada', 'Bo']
const PUSHED = ['RunOccupied', 'RunVacated', 'ParticipantJoined', 'ParticipantLeft']
/** A lease of the dead, three retries of 10 to 20 s, and the same again for what they met. */
const DELIVERED_WITHIN_MS = 100_000
const PAUSE_MS = 8

const SHORT_MS = 1_000
/** Receivers of every kind, all told of everything; what each does to a push is in `troubles`. */
const TARGETS: readonly { name: string; settings: Record<string, unknown> }[] = [
  { name: 'sound', settings: {} },
  { name: 'ordered', settings: { order: 'meeting' } },
  { name: 'failing', settings: {} },
  { name: 'hanging', settings: { timeoutMs: SHORT_MS } },
  { name: 'late', settings: { timeoutMs: SHORT_MS } },
]

/**
 * How receivers treat a push they see for the first time: one in eight is refused, left hanging, or answered when the sender
 * has given up. The ordered one refuses two in all: each holds up its meeting for 10 to 20 s.
 */
function troubles(): (push: Push) => Reaction {
  const seen = new Set<string>()
  let held = 0
  return ({ path, id }) => {
    const isFirst = !seen.has(`${path} ${id}`)
    seen.add(`${path} ${id}`)
    if (!isFirst) return {}
    const unlucky = Number.parseInt(id.slice(-2), 16) % 8 === 0
    if (path === '/ordered' && unlucky && held < 2) {
      held += 1
      return { status: 503 }
    }
    if (path === '/failing' && unlucky) return { status: 500 }
    if (path === '/hanging' && unlucky) return 'hang'
    if (path === '/late' && unlucky) return { afterMs: 2 * SHORT_MS }
    return {}
  }
}

/** D14: everything that is owed has come, under its own id, as the same signed bytes; nothing else; in order where that was asked. */
function checkArrivals(
  receiver: Receiver,
  { name, secret, ordered }: { name: string; secret: string; ordered: boolean },
  owed: readonly LogEvent[],
): void {
  const pushes = receiver.pushes.filter(({ path }) => path === `/${name}`)
  const arrived = new Map<string, Push>()
  for (const push of pushes) {
    const first = arrived.get(push.id) ?? push
    arrived.set(push.id, first)
    verifySignature(push, secret)
    expect(JSON.parse(push.body).id).toBe(push.id)
    // Every attempt carries the same bytes.
    expect(push.body).toBe(first.body)
  }
  expect(
    owed.map(({ id }) => id).filter((id) => !arrived.has(id)),
    `events that never arrived at ${name}`,
  ).toEqual([])
  const known = new Set(owed.map(({ id }) => id))
  expect(
    [...arrived.keys()].filter((id) => !known.has(id)),
    `pushes at ${name} of events that are not in the log`,
  ).toEqual([])
  if (!ordered) return
  const meetings = new Set(owed.map(({ conferenceId }) => conferenceId))
  for (const meeting of meetings) {
    const ids = owed.filter(({ conferenceId }) => conferenceId === meeting).map(({ id }) => id)
    const here = new Set(ids)
    expect(
      [...arrived.keys()].filter((id) => here.has(id)),
      `the order of meeting ${meeting} at ${name}`,
    ).toEqual(ids)
  }
}

/** Waits for the end of all that is owed, and sends dead letters again: chance may refuse one four times. */
async function allDelivered(api: ReturnType<typeof createApi>): Promise<void> {
  await eventually(
    async () => {
      await api.call('POST', '/dead-letters/resend', { body: {} })
      return (await api.deliveries({ status: 'pending' })).length === 0
    },
    { withinMs: DELIVERED_WITHIN_MS, everyMs: 500, what: 'the end of all deliveries' },
  )
}

/**
 * Kills a server under load again and again, then holds what it kept against what was answered. People sit in a
 * meeting, programs rename and mute them through JSON-RPC with keys and without, others book through [HW], and
 * every event is pushed to a receiver.
 */
export async function surviveKills(
  kills: readonly Kill[],
  env: Record<string, string> = {},
): Promise<Report> {
  const server = createServerProcess({
    entry: await buildKillable(),
    env: {
      PARLEY_PUSH_ALLOW: '127.0.0.0/8',
      PARLEY_CONF_GRACE_SECONDS: '300',
      PARLEY_THROTTLE_FACTOR: '1000',
      PARLEY_DEMO: 'off',
      ...env,
    },
  })
  const receiver = await startReceiver()
  try {
    await server.start()
    const api = createApi(server)
    const targets = await Promise.all(
      TARGETS.map(async ({ name, settings }) => {
        const { secret } = await api.rule(name, `${receiver.url}/${name}`, {}, settings)
        return { name, secret, ordered: settings.order === 'meeting' }
      }),
    )
    receiver.answer(troubles())
    const { info } = await startedConference(server, { length: 60 })
    const people = await Promise.all(
      GUESTS.map((name) =>
        guestInside(server, info.guestJoinUri, name, { media: { audio: true, video: true }, keep: true }),
      ),
    )
    const load = startLoad(
      server,
      info.conferenceID,
      people.map(({ memberId }) => memberId),
    )
    await server.kill()
    for (const kill of kills) await Promise.race([startAndDie(server, kill), load.failed])
    await server.start({ KILL_AT: undefined })
    const sent = await load.stop()
    for (const { client } of people) client.socket.hint('online')
    await Promise.all(
      people.map(({ conference, memberId }) =>
        eventually(
          () => {
            const phase = conference.getState()
            return phase.is === 'inside' && phase.memberId === memberId
          },
          { withinMs: 30_000, what: 'the return of a guest', seen: () => conference.getState() },
        ),
      ),
    )
    await allDelivered(api)
    const events = await api.events()
    checkLog(events)
    checkCommands(events, sent)
    checkPresence(
      events,
      people.map(({ memberId }) => memberId),
    )
    await checkFold(server, events, info.conferenceID)
    const owed = events.filter(isPushed)
    for (const target of targets) checkArrivals(receiver, target, owed)
    for (const { client } of people) client.close()
    return {
      kills: kills.length,
      commands: sent.filter(({ revision }) => revision !== null).length,
      events: events.length,
      owed: owed.length,
      pushes: receiver.pushes.length,
    }
  } finally {
    await receiver.close()
    await server.dispose()
  }
}

export type Report = {
  kills: number
  commands: number
  events: number
  owed: number
  pushes: number
}

async function startAndDie(server: TestServer, kill: Kill): Promise<void> {
  if (kill === 'random') {
    await server.start({ KILL_AT: undefined })
    await sleep(50 + Math.random() * 400)
    await server.kill()
    return
  }
  // It may die before it could greet: the point is reached while presence is put right.
  await server.start({ KILL_AT: kill }).catch(() => {})
  const ended = await Promise.race([server.exited, sleep(30_000).then(() => null)])
  expect(ended, `${kill} was not reached`).toEqual({ code: null, signal: 'SIGKILL' })
}

/** Drivers, each with one command after the other under way; a command without an answer is asked again under its key. */
function startLoad(server: TestServer, confId: string, members: readonly string[]) {
  const sent: Sent[] = []
  let stopping = false
  let progress = 0
  const drivers = members.map((memberId, driver) => drive(driver, memberId))

  async function drive(driver: number, memberId: string): Promise<void> {
    for (let at = 0; !stopping; at++) {
      const word = `n${driver}-${at}`
      // The first drivers' commands carry keys, the last one's do not.
      const keyed = driver < members.length - 1
      const [method, params] = commandFor(driver, at, memberId, word)
      const revision = await ask(method, { confId, ...params, ...(keyed ? { idemKey: word } : {}) }, keyed)
      sent.push({ driver, method, word, revision })
      progress += 1
      await sleep(PAUSE_MS)
    }
  }

  /** The answered revision; null when there was no answer and asking again would do it twice. */
  async function ask(method: string, params: object, again: boolean): Promise<number | null> {
    for (;;) {
      try {
        const { status, json, text } = await callRpc<{ version: number }>(server, method, params, API_KEY)
        if (json?.result) return json.result.version
        throw new Error(`${method} was refused with ${status}: ${text}`)
      } catch (error) {
        if (!isLoss(error)) throw error
        if (stopping) return null
        await sleep(20)
        if (!again) return null
      }
    }
  }

  const ended = Promise.all(drivers)
  return {
    /** Rejects when a command is refused. */
    failed: ended.then(() => {}),
    /** When every driver has been answered since the last start. */
    async stop(): Promise<readonly Sent[]> {
      const seen = progress
      await eventually(() => progress > seen + members.length, {
        withinMs: 10_000,
        what: 'answers after the last start',
      })
      stopping = true
      await ended
      return sent
    },
  }
}

/** One event of one person, no event at all (muted already), or with mute all several people in one append. */
function commandFor(driver: number, at: number, memberId: string, word: string): [string, object] {
  if (driver === 0 && at % 8 === 7) return [at % 16 === 7 ? 'conference.muteAll' : 'conference.unmuteAll', {}]
  // Done twice it would count twice: only its key keeps a repetition from that.
  if (driver === 1 && at % 4 === 3) return ['conference.prolong', { minutes: 1 }]
  if (at % 3 === 0) return ['conference.rename', { memberId, displayName: word }]
  return [at % 3 === 1 ? 'conference.mute' : 'conference.unmute', { memberIds: [memberId] }]
}

function isLoss(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && /abort|timeout/i.test(error.name))
}

function isPushed({ type, data }: LogEvent): boolean {
  return PUSHED.includes(type) || (['MicChanged', 'CameraChanged'].includes(type) && data.flipped === true)
}

/** L2: no gap, no double, no half command. */
function checkLog(events: readonly LogEvent[]): void {
  const last = new Map<string, LogEvent>()
  const causes = new Map<string, number>()
  const ids = new Set<string>()
  events.forEach((event, at) => {
    const before = last.get(event.conferenceId)
    expect(event.revision).toBe((before?.revision ?? 0) + 1)
    expect(Date.parse(event.time)).toBeGreaterThanOrEqual(before ? Date.parse(before.time) : 0)
    last.set(event.conferenceId, event)
    expect(ids.has(event.id), 'an event twice').toBe(false)
    ids.add(event.id)
    const earlier = causes.get(event.cause)
    if (earlier !== undefined) expect(earlier, 'a command in two pieces').toBe(at - 1)
    causes.set(event.cause, at)
  })
  const positions = events.map(({ position }) => position)
  expect(positions).toEqual([...positions].sort((a, b) => a - b))
}

/** L5, L6: what was answered is there, once, at the revision that was answered, and in the order in which it was asked. */
function checkCommands(events: readonly LogEvent[], sent: readonly Sent[]): void {
  const renamed = new Map<string, LogEvent[]>()
  for (const event of events) {
    if (event.type !== 'ParticipantRenamed') continue
    const name = String(event.data.name)
    renamed.set(name, [...(renamed.get(name) ?? []), event])
  }
  for (const { method, word, revision } of sent) {
    if (method !== 'conference.rename') continue
    const found = renamed.get(word) ?? []
    expect(found.length, word).toBeLessThanOrEqual(1)
    if (revision === null) continue
    expect(found, `${word} was answered and is not in the log`).toHaveLength(1)
    expect(found[0]?.revision).toBe(revision)
  }
  const prolonged = events.filter(({ type }) => type === 'RunProlonged').map(({ revision }) => revision)
  const answered = sent
    .filter(({ method }) => method === 'conference.prolong')
    .map(({ revision }) => revision)
  // The very last may have been given up on without an answer.
  const known = answered.filter((revision) => revision !== null)
  expect(prolonged.slice(0, known.length), 'prolonged as often as was answered').toEqual(known)
  expect(prolonged.length).toBeLessThanOrEqual(answered.length)
  const last = new Map<number, number>()
  for (const { driver, revision } of sent) {
    if (revision === null) continue
    expect(revision, 'the order of one sender').toBeGreaterThanOrEqual(last.get(driver) ?? 0)
    last.set(driver, revision)
  }
}

/** P2, P4: every kill is an interruption, never a leave, and who comes back is who was there. */
function checkPresence(events: readonly LogEvent[], members: readonly string[]): void {
  const presence = new Map<unknown, string>()
  for (const { type, data, actor } of events) {
    const was = presence.get(data.participantId)
    if (type === 'ParticipantJoined') {
      expect(was, 'joined twice').toBeUndefined()
      presence.set(data.participantId, 'present')
    } else if (type === 'ParticipantInterrupted') {
      expect(was).toBe('present')
      presence.set(data.participantId, 'interrupted')
      expect(actor.is).toBe('system')
    } else if (type === 'ParticipantResumed') {
      expect(was).toBe('interrupted')
      presence.set(data.participantId, 'present')
    }
    expect(type).not.toBe('ParticipantLeft')
  }
  expect(Object.fromEntries(presence)).toEqual(Object.fromEntries(members.map((id) => [id, 'present'])))
}

/** L1: the log, folded here, is what the server shows. */
export async function checkFold(
  server: Pick<TestServer, 'url'>,
  events: readonly LogEvent[],
  conferenceId: string,
): Promise<void> {
  const folded = events
    .filter((event) => event.conferenceId === conferenceId)
    .reduce<Conference | null>((before, event) => evolve(before, asRecorded(event)), null)!
  const answer = await callRpc<{ version: number; locked: boolean; members: Record<string, unknown>[] }>(
    server,
    'conference.get',
    { confId: conferenceId, withMembers: true },
    API_KEY,
  )
  const shown = answer.json.result!
  expect(folded.revision).toBe(shown.version)
  expect(folded.settings.locked).toBe(shown.locked)
  expect(
    Object.values(folded.people).map((person) => ({
      memberId: person.id,
      displayName: person.name,
      muted: !isOpen(person.mic),
      cameraOpen: isOpen(person.camera),
      joinCount: person.generation,
    })),
  ).toEqual(
    shown.members.map(({ memberId, displayName, muted, cameraOpen, joinCount }) => ({
      memberId,
      displayName,
      muted,
      cameraOpen,
      joinCount,
    })),
  )
}

/** As the API shows it, without its secrets; no fold looks into those. */
function asRecorded({ time, ...rest }: LogEvent): Unpositioned {
  return { ...rest, time: Date.parse(time) } as unknown as Unpositioned
}
