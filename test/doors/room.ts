import type { Cast, StandingName } from '@parley/core/testing'
import type { LogEvent } from '../support/api.ts'
import { type Answer, send } from '../support/http.ts'
import { callRpc } from '../support/rpc.ts'
import { API_KEY, type TestServer } from '../support/server.ts'
import type { AccountName, Company } from './company.ts'
import type { DoorName, Secrets } from './door.ts'
import { fill, type Person, personOf, type SeenActor } from './enter.ts'
import type { Called } from './gzb-words.ts'
import type { Asked } from './huawei-words.ts'

export type Saying = { door: 'page' | 'rpc'; said: Called } | { door: 'rest'; said: Asked }

/** A running meeting of Alice's with everybody in their place, and its doors. */
export type Room = {
  confId: string
  cast: Cast
  secrets: Secrets
  /** "ok", or the refusal as the door spells it. */
  say(who: StandingName, saying: Saying): Promise<string>
  /** Whoever was sent out of a meeting has lost their page. */
  reaches(door: DoorName, who: StandingName): boolean
  /** What was recorded since it was last asked. */
  news(): Promise<LogEvent[]>
  /** Who the log says did it. */
  actor(door: DoorName, who: StandingName): SeenActor
  end(): Promise<void>
}

const CONTROL = '/v1/mmc/control/conferences'
/** Which account plays whom, where nobody is a guest. */
const PLAYED_BY: Partial<Record<StandingName, AccountName>> = {
  host: 'Hong',
  cohost: 'Mei',
  outsider: 'bob',
  owner: 'alice',
  admin: 'admin',
  generalToken: 'carol',
}

export async function openRoom(
  server: Pick<TestServer, 'url'>,
  company: Company,
  { guests }: { guests: boolean },
): Promise<Room> {
  const { confId, cast, secrets, people, lines, ...entered } = await fill(server, company, guests)
  const tokens = new Map<StandingName, Promise<string>>()
  let { revision } = entered

  function person(who: StandingName): Person {
    if (who in people) return people[who as keyof typeof people]
    const account = PLAYED_BY[who]
    if (!account) throw new Error(`${who} is nobody`)
    return personOf(company[account])
  }

  /** With the login of an account the token stands for that person. */
  function controlToken(who: StandingName): Promise<string> {
    const known = tokens.get(who)
    if (known) return known
    const account = PLAYED_BY[who]
    const made = send<{ data?: { token: string } }>(`${server.url}${CONTROL}/token`, {
      query: { conferenceID: confId },
      headers: {
        'x-login-type': '1',
        'x-password': who === 'hostToken' ? secrets.host : secrets.guest,
        ...(account ? { 'x-access-token': company[account].access } : {}),
      },
    }).then(({ json, text }) => json.data?.token ?? Promise.reject(new Error(text)))
    tokens.set(who, made)
    return made
  }

  async function sayByRest(who: StandingName, { by, method, path, query, body }: Asked): Promise<string> {
    const answer: Answer<{ error_code?: string }> =
      by === 'login'
        ? await send(server.url + path, {
            method,
            query,
            headers: { 'x-access-token': company[PLAYED_BY[who]!].access },
            body,
          })
        : await send(`${server.url}${CONTROL}${path}`, {
            method,
            query: { conferenceID: confId, ...query },
            headers: { 'x-conference-authorization': await controlToken(who) },
            body,
          })
    if (answer.status === 200) return 'ok'
    const code = answer.json?.error_code ?? answer.text
    return answer.status === 400 ? code : `${answer.status} ${code}`
  }

  async function sayByPage(who: StandingName, { method, params }: Called): Promise<string> {
    const { line } = person(who)
    if (!line) throw new Error(`${who} has no page`)
    const { error } = await line.call(method, { confId, ...params })
    return error ? String(error.code) : 'ok'
  }

  async function sayByRpc(who: StandingName, { method, params }: Called): Promise<string> {
    const token = who === 'key' ? API_KEY : person(who).token
    const { error } = (await callRpc(server, method, { confId, ...params }, token)).json
    return error ? String(error.code) : 'ok'
  }

  return {
    confId,
    cast,
    secrets,
    say(who, { door, said }) {
      if (door === 'rest') return sayByRest(who, said)
      return door === 'page' ? sayByPage(who, said) : sayByRpc(who, said)
    },
    reaches: (door, who) => door !== 'page' || (person(who).line?.isOpen ?? false),
    async news() {
      const { json } = await send<{ data: LogEvent[] }>(`${server.url}/api/v1/conferences/${confId}/events`, {
        query: { after: revision, limit: 200 },
        headers: { authorization: `Bearer ${API_KEY}` },
      })
      revision = json.data.at(-1)?.revision ?? revision
      return json.data
    },
    actor(door, who) {
      if (who === 'key') return { is: 'key', id: company.keyId, name: 'API key' }
      if (who === 'hostToken') return { is: 'token', id: 'host', name: 'host token' }
      const { actor } = person(who)
      const isToken = door === 'rest' && ['host', 'cohost', 'generalToken'].includes(who)
      return isToken ? { is: 'token', id: actor.id, name: actor.name } : actor
    },
    async end() {
      for (const line of lines) line.close()
      await callRpc(server, 'conference.end', { confId }, API_KEY)
    },
  }
}
