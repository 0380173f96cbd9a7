/** From a booking to a meeting with everybody in their place, as the core's table has it. */
import type { Cast } from '@parley/core/testing'
import { send } from '../support/http.ts'
import { callRpc, type RpcAnswer } from '../support/rpc.ts'
import { API_KEY, type TestServer } from '../support/server.ts'
import type { Account, Company } from './company.ts'
import type { Secrets } from './door.ts'
import { type Line, openLine } from './line.ts'

export type SeenActor = { is: string; id: string; name: string; number?: string }

/** Somebody who calls; with a page, or without. */
export type Person = { token: string; line: Line | null; actor: SeenActor }

export type Entered = {
  confId: string
  cast: Cast
  secrets: Secrets
  /** Of the last event so far. */
  revision: number
  people: Record<'host' | 'cohost' | 'participant' | 'generalToken', Person>
  lines: Line[]
}

type Server = Pick<TestServer, 'url'>
type Joined = { memberId: string; conference?: { mediaEpoch: number } }
type Invited = { version: number; results: { memberId: string; inviteId: string }[] }

const DEVICES = { audio: true, video: true }
const NO_DEVICES = { audio: false, video: false }

/** A running meeting of Alice's. `guests`: host, cohost and participant come through the links; else they are accounts. */
export async function fill(server: Server, company: Company, guests: boolean): Promise<Entered> {
  const booking = { confName: 'Weekly', duration: 60, createdBy: company.alice.account }
  const { json } = await callRpc<Record<string, string>>(server, 'conference.create', booking, API_KEY)
  const made = must(json)
  const confId = made.confId!
  const secrets = { host: made.hostPassword!, guest: made.guestPassword! }
  const page = (account: Account) => accountIn(server, account)
  const [host, cohost, participant, carol, tom, wang] = await Promise.all([
    guests ? guestIn(server, made.hostUrl!, 'Hong') : page(company.Hong),
    guests ? guestIn(server, made.hostUrl!, 'Mei') : page(company.Mei),
    guests ? guestIn(server, made.joinUrl!, 'Li') : page(company.Li),
    page(company.carol),
    page(company.Tom),
    page(company.Wang),
  ])

  const join = async (one: Person, displayName: string, media: object, password?: string) =>
    must(await one.line!.call<Joined>('conference.join', { confId, displayName, media, password }))
  const asHost = guests ? undefined : secrets.host
  // One after the other: who came first is told first.
  const first = await join(host, 'Hong', DEVICES, asHost)
  const cast = {
    host: first.memberId,
    cohost: (await join(cohost, 'Mei', DEVICES, asHost)).memberId,
    participant: (await join(participant, 'Li', DEVICES, guests ? undefined : secrets.guest)).memberId,
    account: (await join(carol, 'carol', DEVICES, secrets.guest)).memberId,
    other: (await join(tom, 'Tom', NO_DEVICES, secrets.guest)).memberId,
    epoch: first.conference?.mediaEpoch,
  }
  must(await host.line!.call('conference.update', { confId, settings: { waitingRoom: true } }))
  const waiting = (await join(wang, 'Wang', NO_DEVICES, secrets.guest)).memberId
  const called = { confId, userIds: [company.dora.account] }
  const { version, results } = must(await host.line!.call<Invited>('conference.invite', called))
  const [dora] = results
  return {
    confId,
    cast: { ...cast, waiting, ringing: dora?.memberId, invitation: dora?.inviteId } as Cast,
    secrets,
    revision: version,
    people: { host, cohost, participant, generalToken: carol },
    lines: [host, cohost, participant, carol, tom, wang].flatMap(({ line }) => line ?? []),
  }
}

export function personOf({ token, line, id, name, number }: Account): Person {
  return { token, line, actor: { is: 'user', id, name, number } }
}

/** With a page for this meeting alone: whoever is removed loses it. */
async function accountIn(server: Server, account: Account): Promise<Person> {
  return { ...personOf(account), line: await openLine(server.url, account.token) }
}

async function guestIn(server: Server, link: string, name: string): Promise<Person> {
  const { pathname, hash } = new URL(link)
  const { json } = await send<{ clientId: string; ticket: string }>(server.url + pathname, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: { want: ['ticket'], ...(hash ? { hostKey: hash.slice('#h='.length) } : {}) },
  })
  const login = { clientId: json.clientId, grantType: 'client_credentials', clientSecret: json.ticket }
  const answer = await callRpc<{ accessToken: string }>(server, 'auth.http.login', login)
  const { accessToken } = must(answer.json)
  const line = await openLine(server.url, accessToken)
  return { token: accessToken, line, actor: { is: 'guest', id: json.clientId, name } }
}

function must<T>({ result, error }: RpcAnswer<T>): T {
  if (result === undefined) throw new Error(`the room was refused: ${JSON.stringify(error)}`)
  return result
}
