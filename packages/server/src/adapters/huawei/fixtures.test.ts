import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ErrorCode, presentError, WireError } from './errors.ts'
import { presentConference } from './present/conference-info.ts'
import { attendeeEntry, participantEntry, participantRemoval } from './present/entries.ts'
import { pushText } from './present/envelope.ts'
import { basicInfo, dynamicInfo, speakers } from './present/facts.ts'
import { presentLogin } from './present/login-answer.ts'
import { presentRealTime } from './present/real-time-info.ts'
import { heartBeatReply, subscribeReply } from './present/replies.ts'
import { readData, readFrame, subscribeData } from './schema/frames.ts'
import { read } from './schema/read.ts'
import { SCHEDULE_CONF_ERRORS, scheduleConf } from './schema/schedule-conf.ts'

// biome-ignore lint/suspicious/noExplicitAny: the shape of `given` is that of the presenter it is for
type Given = any

/** Each takes a fixture's `given` to its `wire`. */
const PRESENT: Record<string, (given: Given) => unknown> = {
  participantEntry: ({ person, eyes }) => participantEntry(person, eyes),
  participantRemoval: ({ subject, eyes }) => participantRemoval(subject, eyes),
  attendeeEntry: ({ conference, person, eyes }) => attendeeEntry(conference, person, eyes),
  basicInfo: ({ conference, eyes, ...around }) => basicInfo(conference, conference.run, eyes, around),
  dynamicInfo: ({ settings, run, state }) => dynamicInfo(settings, run, state),
  speakers: ({ signal }) => speakers(signal),
  pushText: ({ envelope, payload }) => JSON.parse(pushText(envelope, payload)),
  presentConference: ({ conference, sight }) => presentConference(conference, sight),
  presentRealTime: ({ conference, eyes }) => presentRealTime(conference, eyes),
  presentLogin: ({ pair, user, context }) => presentLogin(pair, user, context),
  heartBeatReply: ({ sequence }) => JSON.parse(heartBeatReply(sequence)),
  subscribeReply: ({ sequence, outcome }) => JSON.parse(subscribeReply(sequence, outcome)),
  presentError: ({ code }: { code: ErrorCode }) => presentError(new WireError(code)),
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

  it('show every presenter and reader', () => {
    const shown = new Set(fixtures.map(([, { what }]) => what))
    expect([...Object.keys(PRESENT), ...Object.keys(READ)].filter((what) => !shown.has(what))).toEqual([])
  })
})
