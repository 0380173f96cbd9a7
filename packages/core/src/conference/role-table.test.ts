import { describe, expect, it } from 'vitest'
import { Stage } from '../testing/given.ts'
import { ROLE_ACTORS, roleStage, STANDINGS, type StandingName } from '../testing/role-cast.ts'
import { ROLE_TABLE, type RoleRow } from '../testing/role-table.ts'
import type { Command, CommandType } from './commands.ts'

const rows = Object.entries(ROLE_TABLE).flatMap(([type, cases]) =>
  (cases as readonly RoleRow[]).map((row) => ({ type: type as CommandType, row })),
)

function answerOf(type: CommandType, row: RoleRow, standing: StandingName) {
  const { stage, cast } = roleStage()
  for (const [who, command] of row.given?.(cast) ?? []) stage.does(ROLE_ACTORS[who], command)
  return stage.refusal(ROLE_ACTORS[standing], { type, params: row.params(cast) } as Command)
}

describe('who may do what', () => {
  it.each(rows.map(({ type, row }) => [row.of ? `${type}, ${row.of}` : type, type, row] as const))(
    '[A9] %s',
    (_name, type, row) => {
      const answers = Object.fromEntries(STANDINGS.map((name) => [name, answerOf(type, row, name)]))
      expect(answers).toEqual(row.answers)
    },
  )

  it('[A9] [A6] a general token whose person is not inside only reads', () => {
    const bob = { ...ROLE_ACTORS.generalToken, userId: 'u-nobody' } as typeof ROLE_ACTORS.generalToken
    for (const { type, row } of rows) {
      const { stage, cast } = roleStage()
      for (const [who, command] of row.given?.(cast) ?? []) stage.does(ROLE_ACTORS[who], command)
      if (type === 'StartRun') continue
      const code = stage.refusal(bob, { type, params: row.params(cast) } as Command)
      expect([type, row.of, code]).not.toContain(null)
    }
  })

  it('[A9] [S3] only accounts and API keys book', () => {
    const params = ROLE_TABLE.ScheduleConference[0]!.params(roleStage().cast)
    const booked = STANDINGS.filter(
      (name) => new Stage().refusal(ROLE_ACTORS[name], { type: 'ScheduleConference', params }) === null,
    )
    expect(booked).toEqual(['outsider', 'owner', 'admin', 'key'])
  })
})
