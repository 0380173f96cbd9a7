import { createApi } from '../support/api.ts'
import { booked } from '../support/booked.ts'
import { createProgram } from '../support/huawei-client.ts'
import { callRpc } from '../support/rpc.ts'
import { ADMIN_PASSWORD, API_KEY, type TestServer } from '../support/server.ts'
import { type Line, openLine } from './line.ts'

/** An account, signed in at every door. */
export type Account = {
  account: string
  name: string
  id: string
  number: string
  /** JSON-RPC's. */
  token: string
  /** The meeting API's. */
  access: string
  /** A page that is in no meeting, of those who stay outside. */
  line: Line | null
}

export const ACCOUNTS = ['Hong', 'Mei', 'Li', 'Tom', 'Wang', 'alice', 'bob', 'carol', 'dora'] as const
export type AccountName = (typeof ACCOUNTS)[number] | 'admin'
export type Company = Readonly<Record<AccountName, Account>> & {
  /** How the log names the API key. */
  keyId: string
}

const OUTSIDE: readonly string[] = ['alice', 'bob', 'admin'] satisfies AccountName[]
const PASSWORD = 'nine people play here'

/** The people of every room: each has an account, a socket and a login. */
export async function gather(server: Pick<TestServer, 'url'>): Promise<Company> {
  const made = await Promise.all([
    ...ACCOUNTS.map(async (name) => {
      const given = { userId: name.toLowerCase(), name, password: PASSWORD }
      const { json } = await callRpc(server, 'org.user.createUser', given, API_KEY)
      if (!json.result) throw new Error(`no account for ${name}: ${JSON.stringify(json.error)}`)
      return [name, await signIn(server, name, PASSWORD)] as const
    }),
    signIn(server, 'admin', ADMIN_PASSWORD).then((admin) => ['admin', admin] as const),
  ])
  const people = Object.fromEntries(made) as Record<AccountName, Account>
  return { ...people, keyId: await keyIdOf(server) }
}

async function signIn(server: Pick<TestServer, 'url'>, name: string, password: string): Promise<Account> {
  const account = name.toLowerCase()
  const given = { clientId: account, grantType: 'client_credentials', clientSecret: password }
  const { json } = await callRpc<{ accessToken: string }>(server, 'auth.http.login', given)
  const token = json.result?.accessToken
  if (!token) throw new Error(`${name} cannot sign in: ${JSON.stringify(json.error)}`)
  const login = await createProgram(server).login(account, password)
  const user = login.json.user as { userId: string; name: string; alias1: string }
  return {
    account,
    name: user.name,
    id: user.userId,
    number: user.alias1,
    token,
    access: login.json.accessToken,
    line: OUTSIDE.includes(name) ? await openLine(server.url, token) : null,
  }
}

async function keyIdOf(server: Pick<TestServer, 'url'>): Promise<string> {
  const { confId, end } = await booked(server)
  await end()
  const [first] = await createApi(server).eventsOf(confId)
  if (first?.actor.is !== 'key') throw new Error('the key did not book')
  return first.actor.id
}
