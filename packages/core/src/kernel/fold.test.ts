import { describe, expect, it } from 'vitest'
import type { Unpositioned } from '../conference/events.ts'
import { DEFAULT_SETTINGS } from '../conference/settings.ts'
import type { Conference } from '../conference/state.ts'
import { ALICE, BOB, join, Stage, T0 } from '../testing/given.ts'
import { fold } from './fold.ts'

const BOBS_ID = 'b0b00000000000000000000000000000'
const ALICES_ID = 'a11ce000000000000000000000000000'

/** As the version before the waiting room wrote them. */
const OLD_LOG = `[
  {"id":"e1","conferenceId":"900123456","runId":null,"revision":1,"time":${T0},"actor":{"is":"user","id":"u-alice","name":"alice"},
   "via":"rpc","cause":"c1","part":0,"tenantId":"1001","title":"Weekly","schema":1,"traceparent":null,"type":"ConferenceScheduled",
   "data":{"title":"Weekly","plan":{"createdAt":${T0},"start":null,"minutes":60},
    "owner":{"userId":"u-alice","name":"Alice","account":"alice","number":"1000001"},
    "settings":{"locked":false,"mayUnmute":false,"muteOnEntry":false,"joinScope":"everyone","media":"video","prolongMinutes":15,
     "guestMayStart":true,"earlyJoinMinutes":15,"emptyEndMinutes":10,"maxParticipants":7,"hostSuccession":"cohosts","reopenable":true},
    "sealed":{"hostPassword":"s1","guestPassword":"s2","linkPassword":"s3","linkLookup":"l","renewals":0},
    "people":[{"id":"${BOBS_ID}","who":{"is":"user","userId":"u-bob","account":"bob","number":"1000002","tenantId":"1001"},"name":"bob",
     "role":"participant","invited":true,"presence":{"is":"invited"},"mic":{"offBySelf":false,"offByHost":false},
     "camera":{"offBySelf":false,"offByHost":false},"media":{"audio":false,"video":false},"device":"other","generation":0,"mediaState":"none"}],
    "nextRunId":"run1"}},
  {"id":"e2","conferenceId":"900123456","runId":"run1","revision":2,"time":${T0},"actor":{"is":"user","id":"u-alice","name":"alice"},
   "via":"rpc","cause":"c1","part":1,"tenantId":"1001","title":"Weekly","schema":1,"traceparent":null,"type":"RunStarted",
   "data":{"no":1,"startedAt":${T0},"endsAt":${T0 + 3_600_000},"media":{"is":"mesh","epoch":1}}},
  {"id":"e3","conferenceId":"900123456","runId":"run1","revision":3,"time":${T0},"actor":{"is":"user","id":"u-alice","name":"alice"},
   "via":"rpc","cause":"c2","part":0,"tenantId":"1001","title":"Weekly","schema":1,"traceparent":null,"type":"RunOccupied","data":{}},
  {"id":"e4","conferenceId":"900123456","runId":"run1","revision":4,"time":${T0},"actor":{"is":"user","id":"u-alice","name":"alice"},
   "via":"rpc","cause":"c2","part":1,"tenantId":"1001","title":"Weekly","schema":1,"traceparent":null,"type":"ParticipantJoined",
   "data":{"participantId":"${ALICES_ID}","who":{"is":"user","userId":"u-alice","account":"alice","number":"1000001","tenantId":"1001"},
    "name":"alice","invited":false,"joinedAt":${T0},
    "card":{"id":"${ALICES_ID}","who":{"is":"user","userId":"u-alice","account":"alice","number":"1000001","tenantId":"1001"},"name":"alice",
     "role":"participant","invited":false,"presence":{"is":"present","joinedAt":${T0}},"mic":{"offBySelf":false,"offByHost":false},
     "camera":{"offBySelf":false,"offByHost":false},"media":{"audio":true,"video":true},"device":"desktop","generation":1,"mediaState":"none"}}},
  {"id":"e5","conferenceId":"900123456","runId":"run1","revision":5,"time":${T0},"actor":{"is":"user","id":"u-alice","name":"alice"},
   "via":"rpc","cause":"c2","part":2,"tenantId":"1001","title":"Weekly","schema":1,"traceparent":null,"type":"HostChanged",
   "data":{"from":null,"why":"entered","to":{"participantId":"${ALICES_ID}","name":"alice","invited":false,
    "who":{"is":"user","userId":"u-alice","account":"alice","number":"1000001","tenantId":"1001"}}}}
]`

/** What that version kept of the same log. */
const OLD_STATE = `{"id":"900123456","tenantId":"1001","owner":{"userId":"u-alice","name":"Alice","account":"alice","number":"1000001"},
  "revision":5,"lastAt":${T0},"title":"Weekly","plan":{"createdAt":${T0},"start":null,"minutes":60},
  "settings":{"locked":false,"mayUnmute":false,"muteOnEntry":false,"joinScope":"everyone","media":"video","prolongMinutes":15,
   "guestMayStart":true,"earlyJoinMinutes":15,"emptyEndMinutes":10,"maxParticipants":7,"hostSuccession":"cohosts","reopenable":true},
  "sealed":{"hostPassword":"s1","guestPassword":"s2","linkPassword":"s3","linkLookup":"l","renewals":0},
  "people":{
   "${BOBS_ID}":{"id":"${BOBS_ID}","who":{"is":"user","userId":"u-bob","account":"bob","number":"1000002","tenantId":"1001"},"name":"bob",
    "role":"participant","invited":true,"presence":{"is":"invited"},"mic":{"offBySelf":false,"offByHost":true},
    "camera":{"offBySelf":true,"offByHost":true},"media":{"audio":false,"video":false},"device":"other","generation":0,"mediaState":"none"},
   "${ALICES_ID}":{"id":"${ALICES_ID}","who":{"is":"user","userId":"u-alice","account":"alice","number":"1000001","tenantId":"1001"},
    "name":"alice","role":"host","invited":false,"presence":{"is":"present","joinedAt":${T0}},"mic":{"offBySelf":false,"offByHost":false},
    "camera":{"offBySelf":false,"offByHost":false},"media":{"audio":true,"video":true},"device":"desktop","generation":1,"mediaState":"none"}},
  "runs":1,"state":"running","run":{"id":"run1","no":1,"startedAt":${T0},"endsAt":${T0 + 3_600_000},"occupiedSince":${T0},"emptySince":null,
   "hostId":"${ALICES_ID}","hostAwaySince":null,"banned":[],"muteAll":false,"media":{"is":"mesh","epoch":1}}}`

const log = (): Unpositioned[] => JSON.parse(OLD_LOG)
const kept = (): Conference => JSON.parse(OLD_STATE)

describe('[L8] what an older version left', () => {
  it('folds to a whole state', () => {
    const state = fold(null, log())
    expect(state?.settings).toEqual({
      ...DEFAULT_SETTINGS,
      mayUnmute: false,
      maxParticipants: 7,
      reopenable: true,
    })
    expect(state).toMatchObject({
      run: { spotlight: { on: 'nobody' }, captions: { is: 'off' }, interpretation: { groups: [] }, chat: [] },
      people: {
        [BOBS_ID]: { invitation: null, loudspeaker: true, handRaisedAt: null, sharing: false },
        [ALICES_ID]: { role: 'host', invitation: null, shareInvited: false },
      },
    })
  })

  it('and a kept state to the same, wherever it was kept', () => {
    expect(fold(kept(), [])).toEqual(fold(null, log()))
    const between = { ...kept(), state: 'scheduled', nextRunId: 'run2', run: undefined } as never
    expect(fold(between, [])).toMatchObject({
      settings: { waitingRoom: false, chat: 'free' },
      people: { [BOBS_ID]: { mic: { offByHost: false }, camera: { offBySelf: false, offByHost: false } } },
    })
    const now = Stage.booked().conference
    expect(fold(now, [])).toEqual(now)
  })

  it('and the conference goes on from there', () => {
    const stage = new Stage()
    stage.conference = fold(kept(), [])
    expect(stage.joins(BOB, { proof: 'none' })).toMatchObject({ id: BOBS_ID, mic: { offByHost: false } })
    expect(stage.does(BOB, { type: 'PostChat', params: { text: 'hello', to: null } })).toEqual(['ChatPosted'])
    expect(stage.does(ALICE, join({ name: 'Alice', proof: 'none' }))).toEqual(['ParticipantResumed'])
    const broadcast = { on: 'broadcast' as const, participantId: BOBS_ID as never }
    expect(stage.does(ALICE, { type: 'Spotlight', params: { spotlight: broadcast } })).toEqual([
      'SpotlightChanged',
    ])
    expect(stage.does(ALICE, { type: 'EndRun', params: {} })).toContain('RunEnded')
  })
})
