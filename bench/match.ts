/**
 * `match`: what one event costs against 10 to 10,000 rules, its JSON parsed first and without that; beside it, in the same
 * run, a loop over the same patterns. Mix: 40 % exact, 20 % prefix or suffix, 20 % anything-but or numeric, 20 % nested or
 * exists; an event matches 10 rules at most, and as many at every size.
 */
import {
  createPatternIndex,
  type Matchable,
  matches,
  type Pattern,
  parsePattern,
} from '../packages/core/src/index.ts'
import { fixed, median, quantile, table } from './support/figures.ts'

const SIZES = [10, 100, 1_000, 10_000]
const EVENTS = 5_000
const ROUNDS = 30
const WARM_ROUNDS = 5
const SOURCE = 'acs.aliyuncvc'
const TYPES = ['MeetingStateEvent', 'MemberStateEvent', 'MemberOperate', 'MeetingStatistic'].map(
  (name) => `aliyuncvc:MeetingEvent:${name}`,
)
const ACTIONS = ['member_join', 'member_leave', 'camera_on', 'camera_off', 'mic_on', 'mic_off']
/** Every group of rules is about another meeting, and every event of one of them: as many match at every size. */
const RULES_PER_MEETING = 10
const START = 1_790_000_000_000
const HOUR = 3_600_000

const meetingUUID = (meeting: number): string =>
  `hz-${(0x0b7d_0000 + meeting * 7_919).toString(16)}-${meeting}`
const groupId = (meeting: number): string => `tenant-${100_000 + meeting}`
const userId = (meeting: number, n: number): string => `user-${100_000 + meeting}-${n}`
const subject = (meeting: number): string => `acs.aliyuncvc:cn-hangzhou:${meeting % 50}:${groupId(meeting)}`
const typeOf = (n: number): string => TYPES[n % TYPES.length] ?? ''

/** Ten rules in the mix, about one meeting. */
function rulesOf(meeting: number): unknown[] {
  const meetingTime = START + meeting * HOUR
  return [
    { source: [SOURCE], type: [typeOf(meeting)], data: { meetingUUID: [meetingUUID(meeting)] } },
    {
      source: [SOURCE],
      type: TYPES.slice(0, 3),
      data: { groupId: [groupId(meeting)], action: ACTIONS.slice(0, 2) },
    },
    { type: [typeOf(meeting + 1)], subject: [subject(meeting)] },
    { source: [SOURCE], data: { userId: [userId(meeting, 1), userId(meeting, 2)] } },
    { source: [SOURCE], subject: [{ prefix: `${subject(meeting)}` }], type: [{ suffix: ':MemberOperate' }] },
    { data: { userId: [{ suffix: `${100_000 + meeting}-3` }] } },
    {
      source: [SOURCE],
      type: [typeOf(meeting)],
      data: { meetingUUID: [meetingUUID(meeting)], action: [{ 'anything-but': ['mic_on', 'mic_off'] }] },
    },
    {
      type: [{ prefix: 'aliyuncvc:' }],
      data: { time: [{ numeric: ['>=', meetingTime, '<', meetingTime + HOUR] }] },
    },
    { source: [SOURCE], data: { room: { owner: { id: [`owner-${100_000 + meeting}`] }, floor: [3] } } },
    { subject: [subject(meeting)], data: { state: [{ exists: false }], callState: [{ exists: true }] } },
  ]
}

function patterns(count: number): Pattern[] {
  return Array.from({ length: count / RULES_PER_MEETING }, (_, meeting) => rulesOf(meeting))
    .flat()
    .map((rule) => parsePattern(JSON.stringify(rule)).pattern)
}

function eventText(n: number, meetings: number): string {
  const meeting = (n * 7_919) % meetings
  return JSON.stringify({
    specversion: '1.0',
    id: `01a0c450-6c7b-747a-bd93-${String(n).padStart(12, '0')}`,
    source: SOURCE,
    type: typeOf(n),
    subject: subject(meeting),
    time: '2026-09-21T22:13:20.123+08:00',
    datacontenttype: 'application/json; charset=utf-8',
    data: {
      meetingUUID: meetingUUID(meeting),
      meetingName: 'weekly sync',
      action: ACTIONS[n % ACTIONS.length],
      time: START + meeting * HOUR + (n % HOUR),
      groupId: groupId(meeting),
      userId: userId(meeting, n % 5),
      ...(n % 3 === 0 ? { callState: 'call_in' } : {}),
      room: { owner: { id: `owner-${100_000 + meeting}` }, floor: 3 },
    },
  })
}

type Way = 'index and JSON' | 'index' | 'loop and JSON' | 'JSON'
type Costs = { means: number[]; single: number[] }

/** One size: its rules as index and as list, and its events. */
function prepare(size: number) {
  const all = patterns(size)
  const began = performance.now()
  const index = createPatternIndex(all.map((pattern, key) => ({ key, pattern })))
  const buildMs = performance.now() - began
  const texts = Array.from({ length: EVENTS }, (_, n) => eventText(n, size / RULES_PER_MEETING))
  const events = texts.map((text) => JSON.parse(text) as Matchable)
  const naive = (event: Matchable): number => {
    let count = 0
    for (const pattern of all) if (matches(pattern, event)) count += 1
    return count
  }
  const counts = events.map((event) => index.match(event).length)
  for (let at = 0; at < 40; at++)
    if (naive(events[at]!) !== counts[at]) throw new Error('the index and the loop disagree')
  const ways: Record<Way, (at: number) => unknown> = {
    'index and JSON': (at) => index.match(JSON.parse(texts[at]!) as Matchable),
    index: (at) => index.match(events[at]!),
    'loop and JSON': (at) => naive(JSON.parse(texts[at]!) as Matchable),
    JSON: (at) => JSON.parse(texts[at]!),
  }
  const costs: Record<Way, Costs> = {
    'index and JSON': { means: [], single: [] },
    index: { means: [], single: [] },
    'loop and JSON': { means: [], single: [] },
    JSON: { means: [], single: [] },
  }
  return { size, buildMs, counts, ways, costs, length: texts[0]!.length }
}

/**
 * A slice of events one by one, by the clock; then again as a whole, in time of the processor: whatever else the machine
 * runs is not counted, the collector of garbage is. All in µs.
 */
function measure({ ways, costs, size }: ReturnType<typeof prepare>, way: Way): void {
  const one = ways[way]
  const count = way === 'loop and JSON' ? Math.max(2, Math.floor(10_000 / size)) : EVENTS
  for (let at = 0; at < count; at++) {
    const begun = process.hrtime.bigint()
    one(at)
    costs[way].single.push(Number(process.hrtime.bigint() - begun) / 1_000)
  }
  const start = process.cpuUsage()
  for (let at = 0; at < count; at++) one(at)
  const { user, system } = process.cpuUsage(start)
  costs[way].means.push((user + system) / count)
}

// Sizes take turns, so that whatever else the machine does meets all of them alike.
const sizes = SIZES.map(prepare)
for (const way of ['JSON', 'index', 'index and JSON', 'loop and JSON'] as const)
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round++)
    for (const size of sizes) {
      if (round === WARM_ROUNDS) size.costs[way] = { means: [], single: [] }
      measure(size, way)
    }

const smallest = median(sizes[0]!.costs['index and JSON'].means)
table(
  `One event of ${sizes[0]!.length} characters against all rules, µs (means: the median of ${ROUNDS} rounds of ${EVENTS} events)`,
  sizes.map(({ size, buildMs, counts, costs }) => ({
    rules: size,
    matches: fixed(counts.reduce((sum, count) => sum + count, 0) / counts.length),
    'at most': Math.max(...counts),
    'mean with JSON': fixed(median(costs['index and JSON'].means), 2),
    'beside 10 rules': fixed(median(costs['index and JSON'].means) / smallest, 2),
    p99: fixed(quantile(costs['index and JSON'].single, 0.99), 1),
    'mean without JSON': fixed(median(costs.index.means), 2),
    'JSON.parse alone': fixed(median(costs.JSON.means), 2),
    'loop with JSON': fixed(median(costs['loop and JSON'].means)),
    'build, ms': fixed(buildMs),
  })),
)
