import { ROLE_TABLE, roleStage, STANDINGS, type StandingName } from '@parley/core/testing'
import { CASES, type Case, decided, KNOWN, LOGINS, refusalAt, sayingOf, TYPES, WORDS } from './cases.ts'
import { DOORS, type DoorName, isUnsaid } from './door.ts'
import { NOBODY } from './nobody.ts'

const TITLES: Record<DoorName, string> = {
  page: 'page (socket)',
  rpc: 'JSON-RPC over HTTP',
  rest: 'meeting API (REST)',
}
const WHO: Record<StandingName, string> = {
  host: 'host',
  cohost: 'cohost',
  participant: 'participant',
  outsider: 'account outside',
  owner: 'owner',
  admin: 'administrator',
  key: 'API key',
  hostToken: 'role-1 token',
  generalToken: 'role-0 token',
}

const INTRO = `# Who may do what, and through which door

Made by the tests (\`npm run docs\`). Rights are the core's: no door adds any. Every cell below that a door can say is asked of a
running server through that door, and must answer and record what the core alone answers and records (\`test/stories/doors.test.ts\`).
`

/** docs/doors.md, from the words of the doors and the core's own answers. */
export function report(): string {
  return [INTRO, words(), rights(), narrower(), unsaid()].join('\n')
}

function words(): string {
  const rows = TYPES.map(
    (type) => `| ${type} | ${DOORS.map((door) => wordOf(door, WORDS[door][type])).join(' | ')} |`,
  )
  return `## How each door says a command

A dash: the door does not have it, and why.

${table(['command', ...DOORS.map((door) => TITLES[door])], rows)}`
}

function wordOf(door: DoorName, spoken: unknown): string {
  if (isUnsaid(spoken)) return `– ${spoken.not}`
  const { name } = spoken as { name: string }
  return name
    .split(', ')
    .map((one) => (door === 'rest' ? code(one) : one.replace(/^\S+/, code)))
    .join(', ')
}

function rights(): string {
  const rows = TYPES.flatMap((type) =>
    ROLE_TABLE[type].map(({ of, answers }) => {
      const cells = STANDINGS.map((who) => answers[who] ?? 'yes')
      return `| ${type}${of ? `, ${of}` : ''} | ${cells.join(' | ')} |`
    }),
  )
  return `## Rights

The code with which the core refuses, or yes. Host, cohost and participant are inside; owner, administrator and API key are not.

${table(['command', ...STANDINGS.map((who) => WHO[who])], rows)}`
}

/** Where a token is given less than the person it stands for. */
function narrower(): string {
  const rows = CASES.filter((one) => typeof sayingOf(one, NOBODY) !== 'string').flatMap((one) => {
    const model = roleStage()
    const core = decided(model, one, false).refused
    const refused = refusalAt(one, model.cast, core)
    return refused === core ? [] : [`| ${titleOf(one)} | ${core ?? 'yes'} | ${refused ?? 'yes'} |`]
  })
  return `## Where the meeting API gives less

A role-0 token mutes, renames and raises the hand of the participant it belongs to, and reads; nothing else, whatever that
participant may do on the page.

${table(['command', 'the core', 'a role-0 token'], rows)}`
}

/** Cases that a door has the command for and cannot say. */
function unsaid(): string {
  const reasons = new Map<string, { one: Case; why: string; who: StandingName[] }>()
  for (const one of CASES) {
    const why = KNOWN[one.door][one.who] === true && sayingOf(one, NOBODY)
    if (typeof why !== 'string' || why === LOGINS) continue
    const key = `${one.door} ${titleOf(one)} ${why}`
    const known = reasons.get(key) ?? { one, why, who: [] }
    known.who.push(one.who)
    reasons.set(key, known)
  }
  const rows = [...reasons.values()].map(
    ({ one, why, who }) =>
      `| ${TITLES[one.door]} | ${titleOf(one)} | ${who.length === knownAt(one.door) ? 'everybody' : who.map((name) => WHO[name]).join(', ')} | ${why} |`,
  )
  const logins = `| ${TITLES.rest} | account outside, owner, administrator, in a running meeting | ${LOGINS} |`
  const strangers = DOORS.flatMap((door) =>
    STANDINGS.flatMap((who) => {
      const known = KNOWN[door][who]
      return known === true ? [] : [`| ${TITLES[door]} | ${WHO[who]} | ${known} |`]
    }),
  )
  return `## What a door cannot say

${table(['door', 'who', 'why'], [...strangers, logins])}
${table(['door', 'case', 'who', 'why'], rows)}`
}

function knownAt(door: DoorName): number {
  return STANDINGS.filter((who) => KNOWN[door][who] === true).length
}

export function titleOf({ type, row }: Pick<Case, 'type' | 'row'>): string {
  return row.of ? `${type}, ${row.of}` : type
}

function table(head: readonly string[], rows: readonly string[]): string {
  return `| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}\n${rows.join('\n')}\n`
}

function code(text: string): string {
  return `\`${text}\``
}
