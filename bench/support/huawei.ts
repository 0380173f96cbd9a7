import type { Dispatcher } from 'undici'
import { ADMIN_PASSWORD } from './server.ts'

export type Meeting = { conferenceId: string; controlToken: string; guestLink: string }

/** Logs in as `admin` and opens `count` running meetings by REST, each with a host's control token. `booking`: further members of the booking. */
export async function openMeetings(
  client: Dispatcher,
  count: number,
  booking: Record<string, unknown> = {},
): Promise<Meeting[]> {
  const login = await call(
    client,
    'POST',
    '/v1/usg/acs/auth/account',
    { authorization: `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}` },
    { account: 'admin', clientType: 72 },
  )
  const token = String(login.accessToken)
  const meetings: Meeting[] = []
  for (let n = 0; n < count; n++) {
    const [info] = (await call(
      client,
      'POST',
      '/v1/mmc/management/conferences',
      { 'x-access-token': token },
      { subject: `Bench ${n}`, mediaTypes: 'HDVideo', length: 120, ...booking },
    )) as unknown as [
      {
        conferenceID: string
        guestJoinUri: string
        passwordEntry: { conferenceRole: string; password: string }[]
      },
    ]
    const hostPassword =
      info.passwordEntry.find(({ conferenceRole }) => conferenceRole === 'chair')?.password ?? ''
    meetings.push({
      conferenceId: info.conferenceID,
      guestLink: info.guestJoinUri,
      controlToken: await controlToken(client, info.conferenceID, hostPassword),
    })
  }
  return meetings
}

async function controlToken(client: Dispatcher, conferenceId: string, password: string): Promise<string> {
  const answer = await call(client, 'GET', `/v1/mmc/control/conferences/token?conferenceID=${conferenceId}`, {
    'x-password': password,
    'x-login-type': '1',
  })
  return (answer.data as { token: string }).token
}

export async function wsToken(
  client: Dispatcher,
  { conferenceId, controlToken: token }: Meeting,
): Promise<string> {
  const answer = await call(
    client,
    'GET',
    `/v1/mmc/control/conferences/wsToken?conferenceID=${conferenceId}`,
    { 'x-conference-authorization': token },
  )
  return String(answer.webSocketToken)
}

/** One durable command: locks or unlocks the meeting. */
export function lock(
  client: Dispatcher,
  { conferenceId, controlToken: token }: Meeting,
  locked: boolean,
): Promise<Record<string, unknown>> {
  return call(
    client,
    'PUT',
    `/v1/mmc/control/conferences/lock?conferenceID=${conferenceId}`,
    { 'x-conference-authorization': token },
    { isLock: locked ? 1 : 0 },
  )
}

/** One durable command: gives a participant another name. */
export function rename(
  client: Dispatcher,
  { conferenceId, controlToken: token }: Meeting,
  participantId: string,
  newName: string,
): Promise<Record<string, unknown>> {
  return call(
    client,
    'PUT',
    `/v1/mmc/control/conferences/participants/name?conferenceID=${conferenceId}`,
    { 'x-conference-authorization': token },
    { number: '1', newName, participantID: participantId },
  )
}

async function call(
  client: Dispatcher,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const answer = await client.request({
    method,
    path,
    headers: { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  } as Dispatcher.RequestOptions)
  const text = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`)
  return JSON.parse(text) as Record<string, unknown>
}
