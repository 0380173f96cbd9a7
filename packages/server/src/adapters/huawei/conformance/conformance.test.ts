import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ERRORS, type ErrorCode } from '../errors.ts'
import { ask, follow, type Line, OK_TEXT } from './ask.ts'
import { pushedFrames } from './frame-fields.ts'
import { notifyLines } from './notify-lines.ts'
import { report } from './report.ts'
import type { Row } from './row.ts'
import { ROWS } from './rows/index.ts'
import { openStage, openTheatre, type Stage, type Theatre } from './stage.ts'
import { casesOf } from './standard-cases.ts'

const CASES = ROWS.flatMap((row) =>
  casesOf(row).map((one) => ({ row, one, title: `${one.kind}: ${one.what}` })),
)

/** Calls that answer data instead of "ok". */
const answersData = ({ method, path }: Row): boolean => method === 'GET' || path === '/wsToken'

describe('the calls of a running conference', () => {
  let theatre: Theatre
  /** Refused calls change nothing, so that all of them share one conference. */
  let still: Stage
  let over: Stage
  const lines: Line[] = []
  beforeAll(async () => {
    theatre = await openTheatre()
    still = await openStage(theatre)
    over = await openStage(theatre)
    await over.house.execute(over.id, over.users.alice, 'EndRun', {})
  })
  afterAll(async () => {
    expect(theatre.house.errors).toEqual([])
    await theatre.house.close()
  })

  describe.each(ROWS.map((row): [string, Row] => [`${row.method} ${row.path}`, row]))('%s', (_name, row) => {
    it.each(CASES.filter((one) => one.row === row))('$title', async ({ one }) => {
      const shared = one.when === 'over' ? over : one.kind === 'success' || one.before ? null : still
      const stage = shared ?? (await openStage(theatre))
      await one.before?.(stage)
      const follower = one.kind === 'success' && row.pushes ? await follow(stage) : null
      const { revision } = await stage.house.state(stage.id)
      const { status, body, text, headers, answer } = await ask(stage, row, one)
      const pushed = follower && (await follower.told())
      expect([answer, status]).toEqual([one.answer, one.answer === 'ok' ? 200 : ERRORS[one.answer][0]])
      expect(headers['content-type']).toBe('application/json;charset=UTF-8')
      expect(headers['x-request-id']).toMatch(/^\S+$/)
      if (answer === 'ok') {
        if (!answersData(row)) expect(text).toBe(OK_TEXT)
        expect(one.see).toBeDefined()
        expect(await one.see?.(stage, { body })).toEqual(one.seen)
      } else {
        expect(body).toEqual({ error_code: answer, error_msg: ERRORS[answer as ErrorCode][1] })
        expect((await stage.house.state(stage.id)).revision).toBe(revision)
      }
      if (one === row.cases[0]) {
        if (row.pushes?.length) expect(pushed).toEqual(expect.arrayContaining([...row.pushes]))
        else expect(pushed ?? []).toEqual([])
      }
      lines.push({ row, case: one, answer, pushed })
    })

    it('is asked everything', () => {
      const kinds = new Set(casesOf(row).map(({ kind }) => kind))
      expect(kinds).toContain('success')
      expect(kinds).toContain('wrong state')
      if (row.rights !== 'none')
        expect([...kinds]).toEqual(expect.arrayContaining(['wrong token', 'missing token', 'missing']))
      if (row.rights === 'own' || row.rights === 'floor') expect(kinds).toContain('wrong role')
      if (row.pid) expect(kinds).toContain('unknown participant')
      if (row.fields) expect([...kinds]).toEqual(expect.arrayContaining(['wrong type']))
    })
  })

  it('docs/protocols/huawei-conformance.md is what they answered', async () => {
    expect(lines).toHaveLength(CASES.length)
    await expect(report(lines, notifyLines(pushedFrames()))).toMatchFileSnapshot(
      '../../../../../../docs/protocols/huawei-conformance.md',
    )
  })
})
