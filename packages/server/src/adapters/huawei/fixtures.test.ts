import { readdirSync, readFileSync } from 'node:fs'
import type { ConferenceId } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { type ErrorCode, presentError, WireError } from './errors.ts'
import { noChanges, note } from './present/changes.ts'
import { presentConference } from './present/conference-info.ts'
import { type Payload, pushText, SENT_TYPES } from './present/envelope.ts'
import { presentLogin } from './present/login-answer.ts'
import { FULLS, listOf, ROWS, type Sight } from './present/payloads.ts'
import { presentRealTime } from './present/real-time-info.ts'
import { heartBeatReply, subscribeReply } from './present/replies.ts'
import { subtitle } from './present/subtitle.ts'
import { readData, readFrame, subscribeData } from './schema/frames.ts'
import { read } from './schema/read.ts'
import { SCHEDULE_CONF_ERRORS, scheduleConf } from './schema/schedule-conf.ts'

// biome-ignore lint/suspicious/noExplicitAny: the shape of `given` is that of the presenter it is for
type Given = any

/** Each takes a fixture's `given` to its `wire`. */
const PRESENT: Record<string, (given: Given) => unknown> = {
  full: ({ action, head, sight, eyes }) =>
    push(action, head, FULLS[action as keyof typeof FULLS](sightOf(sight), eyes)),
  increment({ action, head, sight, events, remeasured, eyes }) {
    const changes = noChanges()
    for (const event of events) note(changes, event)
    const rows = ROWS[listOf(action)!](sightOf(sight), changes, new Set(remeasured))
    return push(
      action,
      head,
      rows.map((row) => row(eyes)),
    )
  },
  caption: ({ head, line }) => push('RealTimeSubtitleNotify', head, subtitle(line)),
  presentConference: ({ conference, sight }) => presentConference(conference, sight),
  presentRealTime: ({ conference, eyes }) => presentRealTime(conference, eyes),
  presentLogin: ({ pair, user, context }) => presentLogin(pair, user, context),
  heartBeatReply: ({ sequence }) => JSON.parse(heartBeatReply(sequence)),
  subscribeReply: ({ sequence, outcome }) => JSON.parse(subscribeReply(sequence, outcome)),
  presentError: ({ code }: { code: ErrorCode }) => presentError(new WireError(code)),
}

function push(action: Given, head: Given, payload: Payload): unknown {
  const { msgID, msgMode, version, createTime, revision } = head
  const confID = '900123456' as ConferenceId
  return JSON.parse(pushText({ action, msgID, msgMode, version, createTime, confID, revision }, payload))
}

function sightOf({ network, surroundings, ...sight }: Given): Sight {
  const lines = network.map((sample: Given) => [sample.participantId, sample])
  return { ...sight, run: sight.conference.run, network: new Map(lines), surroundings: () => surroundings }
}

/** Each takes a fixture's `wire` to its `given`. */
const READ: Record<string, (wire: Given) => unknown> = {
  readFrame: (wire) => readFrame(wire),
  readSubscribe(wire) {
    const frame = readFrame(wire)
    if (frame?.action !== 'Subscribe') return frame
    return { cursor: null, ...readData(subscribeData, frame.data), sequence: frame.sequence }
  },
  readSchedule: (wire) => read(scheduleConf, wire, SCHEDULE_CONF_ERRORS),
}

const folder = new URL('./fixtures/', import.meta.url)
const fixtures = readdirSync(folder).map((name): [string, { what: string; given: Given; wire: Given }] => [
  name,
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
])

describe('the samples', () => {
  it.each(fixtures)('%s', (_name, { what, given, wire }) => {
    const present = PRESENT[what]
    const reader = READ[what]
    if (present) expect(present(given)).toEqual(wire)
    else if (reader) expect(reader(wire)).toEqual(given)
    else throw new Error(`nothing reads or presents ${what}`)
  })

  it('show a whole message of every type that is sent, the file named after it, and an increment of every list', () => {
    const names = fixtures.map(([name]) => name)
    for (const type of SENT_TYPES) {
      const name = type.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase()
      expect(names).toContain(`${name}.json`)
      if (listOf(type)) expect(names).toContain(`${name}-increment.json`)
    }
  })

  it('show every presenter and reader', () => {
    const shown = new Set(fixtures.map(([, { what }]) => what))
    expect([...Object.keys(PRESENT), ...Object.keys(READ)].filter((what) => !shown.has(what))).toEqual([])
  })
})
