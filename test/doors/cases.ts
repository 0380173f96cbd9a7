import type { Command, CommandType, RefusalCode } from '@parley/core'
import {
  type Cast,
  ROLE_ACTORS,
  ROLE_TABLE,
  type RoleRow,
  type roleStage,
  STANDINGS,
  type StandingName,
} from '@parley/core/testing'
import { DOORS, type DoorName, isUnsaid, type Play, type Spoken, type Words } from './door.ts'
import { type Called, gzbWords } from './gzb-words.ts'
import { type Asked, HUAWEI_WORDS } from './huawei-words.ts'
import type { Saying } from './room.ts'
import { createPlain, type Plain } from './told.ts'

export const WORDS: { page: Words<Called>; rpc: Words<Called>; rest: Words<Asked> } = {
  page: gzbWords('page'),
  rpc: gzbWords('rpc'),
  rest: HUAWEI_WORDS,
}

export const LOGINS = 'logins book, tokens steer'
const TOKEN = 'a token of the meeting API'
/** Who is known at which door, or why not. */
export const KNOWN: Record<DoorName, Record<StandingName, true | string>> = {
  page: { ...everybody(), key: 'a program has no page', hostToken: TOKEN, generalToken: TOKEN },
  rpc: { ...everybody(), hostToken: TOKEN, generalToken: TOKEN },
  // With the guest password and a login a token stands for the person who is inside: here the host, a cohost, Carol.
  rest: { ...everybody(), participant: 'the role-0 token is one', key: 'API keys are not taken' },
}

export type Row = Omit<RoleRow, 'answers'>
export type Case = { door: DoorName; type: CommandType; row: Row; who: StandingName }

/** What is asked at a door of a command: the table's cases, or the door's own. */
export function rowsOf(door: DoorName, type: CommandType): readonly Row[] {
  const spoken = WORDS[door][type] as Spoken<unknown>
  if (isUnsaid(spoken)) return []
  return spoken.rows ?? ROLE_TABLE[type]
}

export const TYPES = Object.keys(ROLE_TABLE) as CommandType[]

/** Everything there is, sayable or not. */
export const CASES: readonly Case[] = DOORS.flatMap((door) =>
  TYPES.flatMap((type) =>
    rowsOf(door, type).flatMap((row) => STANDINGS.map((who) => ({ door, type, row, who }))),
  ),
)

/** The case in the words of its door, or why it cannot be said there. */
export function sayingOf({ door, type, row, who }: Case, play: Omit<Play, 'who'>): Saying | string {
  const known = KNOWN[door][who]
  if (known !== true) return known
  const spoken = WORDS[door][type] as Spoken<Called | Asked>
  if (isUnsaid(spoken)) return spoken.not
  const said = spoken.say(row.params(play.cast) as never, { ...play, who })
  if (isUnsaid(said)) return said.not
  if (door !== 'rest') return { door, said: said as Called }
  const asked = said as Asked
  if (asked.by === 'token' && ['outsider', 'owner', 'admin'].includes(who)) return LOGINS
  return { door, said: asked }
}

/** The core's own meeting, beside the one in the house. */
export type Model = ReturnType<typeof roleStage>

export type Outcome = {
  refused: RefusalCode | null
  events: Plain[]
  /** How those stand who do it and to whom it is done: a door looks at that by itself before it asks the core. */
  people: readonly string[]
}

/** What the core says to it. `keep`: the model goes on from there. Throws when what is given is refused. */
export function decided({ stage, cast }: Model, { type, row, who }: Case, keep: boolean): Outcome {
  const { conference } = stage
  const begun = stage.log.length
  try {
    for (const [actor, command] of row.given?.(cast) ?? []) stage.does(ROLE_ACTORS[actor], command)
    const before = stage.log.length
    const people = peopleOf({ stage, cast }, who, row)
    const refused = stage.refusal(ROLE_ACTORS[who], { type, params: row.params(cast) } as Command)
    return { refused, events: stage.log.slice(before).map(createPlain(cast)), people }
  } finally {
    if (!keep) {
      stage.conference = conference
      stage.log.length = begun
    }
  }
}

function peopleOf({ stage, cast }: Model, who: StandingName, row: Row): string[] {
  const actor = who === 'generalToken' ? cast.account : cast[who as keyof Cast]
  const named = JSON.stringify(row.params(cast))
  return Object.values(stage.conference?.people ?? {})
    .filter(
      ({ id, invitation }) =>
        id === actor || named.includes(id) || (invitation && named.includes(invitation.id)),
    )
    .map(({ role, presence }) => `${role} ${presence.is}`)
}

/** What the door answers: the core's refusal, unless the door lets the token of a participant do less. */
export function refusalAt({ door, type, row, who }: Case, cast: Cast, core: RefusalCode | null) {
  const spoken = WORDS[door][type] as Spoken<unknown>
  if (who !== 'generalToken' || isUnsaid(spoken) || !spoken.general) return core
  if (spoken.general === 'never') return 'forbidden'
  const { ids, id } = row.params(cast) as { ids?: readonly string[]; id?: string }
  const named = ids ?? (id ? [id] : [cast.account])
  return named.every((one) => one === cast.account) ? core : 'not-yours'
}

function everybody(): Record<StandingName, true> {
  return Object.fromEntries(STANDINGS.map((name) => [name, true])) as Record<StandingName, true>
}
