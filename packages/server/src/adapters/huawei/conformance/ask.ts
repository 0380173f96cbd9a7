import { SENT_TYPES } from '../present/envelope.ts'
import { CONTROL } from '../routes/steer.ts'
import type { Case, Row } from './row.ts'
import type { Stage } from './stage.ts'

/** One line of the table: what was asked, what came back, and what was pushed to hosts (null: not looked at). */
export type Line = { row: Row; case: Case; answer: string; pushed: readonly string[] | null }

export const OK_TEXT = '{"returnCode":0,"returnDesc":"Success"}'

/** Asks the house as a program would, and reads the answer: "ok", or the code. */
export async function ask(stage: Stage, row: Row, one: Case) {
  const given = (one.given ?? row.good)(stage)
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ conferenceID: stage.id, ...given.query }))
    if (value !== null) query.set(name, value)
  const path = row.path.startsWith('/v1/') ? row.path : CONTROL + row.path
  const as = one.as ?? (row.rights === 'none' ? 'none' : 'host')
  const { status, body, text, headers } = await stage.house.call(row.method, `${path}?${query}`, {
    ...(given.body === undefined ? {} : { body: given.body }),
    headers: {
      // As the SDK does; control calls must not look at it ([HW] 0.2).
      'x-access-token': 'stb-stale',
      ...(as === 'none' ? {} : { 'x-conference-authorization': stage.tokens[as] }),
      ...given.headers,
    },
  })
  const answer = status === 200 ? 'ok' : String(body.error_code)
  return { status, body, text, headers, answer }
}

/** Every type, once: what older clients call it is the same content. */
const FOLLOWED = SENT_TYPES.filter((type) => type !== 'ChannelAndParticipantsNotify')

/** Follows the conference as its host; `told` gives the types pushed since, in their order. */
export async function follow({ house, id, tokens }: Stage): Promise<{ told: () => Promise<string[]> }> {
  const line = await house.follow(id, tokens.host, FOLLOWED)
  await line.settled()
  const from = line.seen.length
  return {
    async told() {
      // It is closed when the conference is over.
      await line.settled().catch(() => line.closed)
      line.socket.close()
      const actions = line.seen.slice(from).map(({ action }) => String(action))
      return [...new Set(actions.filter((action) => action !== 'HeartBeat'))]
    },
  }
}
