import { type Client, createClient, memoryStorage, platformOf, type SessionStorage } from '@parley/client'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { ADMIN_PASSWORD, type TestServer } from './server.ts'

/** Every socket a client has opened, so that a story can cut its line without a word. */
export type Line = { sockets: WebSocket[]; cut(): void }

export type Person = { client: Client; storage: SessionStorage; line: Line }

/** A page without a browser: the client that the pages use, on sockets of `ws`. Closed when the test ends. */
export function createPerson(
  { url }: Pick<TestServer, 'url'>,
  { storage = memoryStorage(), keep = false }: { storage?: SessionStorage; keep?: boolean } = {},
): Person {
  const sockets: WebSocket[] = []
  class TrackedSocket extends WebSocket {
    constructor(address: string) {
      super(address)
      sockets.push(this)
    }
  }
  const client = createClient({
    origin: url,
    storage,
    platform: platformOf({ fetch, WebSocket: TrackedSocket }),
  })
  const line = {
    sockets,
    cut() {
      for (const socket of sockets) socket.terminate()
    },
  }
  if (!keep) onTestFinished(() => client.close())
  return { client, storage, line }
}

/** A guest through the link as far as the open socket. */
export async function guestThrough(
  server: Pick<TestServer, 'url'>,
  link: string,
  displayName?: string,
  options?: { keep?: boolean },
): Promise<Person & { confId: string }> {
  const person = createPerson(server, options)
  const { client } = person
  const answer = await client.resolveLink(link, {
    want: ['ticket'],
    ...(displayName === undefined ? {} : { displayName }),
  })
  if (answer.ticket === undefined || answer.clientId === undefined)
    throw new Error(`the link gives no ticket: ${JSON.stringify(answer)}`)
  await client.session.redeem({ clientId: answer.clientId, ticket: answer.ticket })
  await client.socket.open()
  return { ...person, confId: answer.confId }
}

/** A guest inside, with a microphone and a camera unless said otherwise. */
export async function guestInside(
  server: Pick<TestServer, 'url'>,
  link: string,
  displayName: string,
  {
    media = { audio: false, video: false },
    keep = false,
  }: { media?: { audio: boolean; video: boolean }; keep?: boolean } = {},
) {
  const person = await guestThrough(server, link, displayName, { keep })
  const conference = person.client.conference(person.confId)
  const joined = await conference.join({ displayName, media })
  if ('waiting' in joined) throw new Error(`${displayName} has to wait`)
  return { ...person, conference, memberId: joined.memberId, joined }
}

/** The account `admin`, signed in. */
export async function signedIn(server: Pick<TestServer, 'url'>): Promise<Person> {
  const person = createPerson(server)
  await person.client.session.signIn({ userId: 'admin', password: ADMIN_PASSWORD })
  return person
}
