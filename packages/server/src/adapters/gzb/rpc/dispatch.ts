/** JSON-RPC 2.0 by the rules of [WC] 4.1: from the text of a body or frame to the text of its answer. */
import { SECOND } from '@parley/core'
import {
  failure,
  isMethodName,
  isNotification,
  type MethodName,
  methods,
  type RpcAnswer,
  type RpcEntry,
  type RpcRequest,
  readRpc,
  success,
} from '@parley/protocol'
import type { z } from 'zod'
import { type Caller, identityOf } from '../auth/caller.ts'
import { faultOf, isAnswer, WireError } from '../errors.ts'
import type { House } from '../house.ts'
import type { Connection } from '../live/connection.ts'
import { HANDLERS } from '../methods/index.ts'
import type { Call, Handler } from './call.ts'
import { NOT_BUILT } from './not-built.ts'

/** Calls of one connection, and of one guest without a connection. */
export const REQUESTS = { limit: 60, windowMs: 10 * SECOND }

export type Origin = {
  transport: Call['transport']
  address: string
  connection: Connection | null
  /** Proves the caller when the first call needs it; null: nothing was shown. Throws what it refuses. */
  caller(): Promise<Caller | null>
}

/** `text` null: only notifications, nothing to say. `after` is to be run when the answer has been handed over. */
export type Dispatched = { text: string | null; malformed: boolean; calls: number; after(): void }

/** Never throws: every fault becomes an answer. Calls of a batch run one after the other, in their order. */
export async function dispatch(house: House, origin: Origin, body: string): Promise<Dispatched> {
  const reading = readRpc(body)
  const entries = reading.batch ? reading.entries : [reading.entry]
  const acts: (() => void)[] = []
  const answers: RpcAnswer[] = []
  for (const entry of entries) {
    const answer = await answerTo(house, origin, entry, acts)
    if (answer) answers.push(answer)
  }
  return {
    text: answers.length === 0 ? null : JSON.stringify(reading.batch ? answers : answers[0]),
    malformed: entries.every((entry) => !entry.ok && [-32700, -32600].includes(entry.answer.error.code)),
    calls: entries.length,
    after: () => {
      for (const act of acts) act()
    },
  }
}

async function answerTo(
  house: House,
  origin: Origin,
  entry: RpcEntry,
  acts: (() => void)[],
): Promise<RpcAnswer | null> {
  if (!entry.ok) return entry.answer
  const { request } = entry
  let answer: RpcAnswer
  try {
    const result = await handle(house, origin, request, (act) => acts.push(act))
    answer = success(request.id ?? null, result)
  } catch (error) {
    if (!isAnswer(error)) house.parts.log.error({ err: error, method: request.method }, 'a call failed')
    const { code, message, data } = faultOf(error)
    answer = failure(request.id ?? null, code, message, data)
  }
  return isNotification(request) ? null : answer
}

async function handle(
  house: House,
  origin: Origin,
  { method, params = {} }: RpcRequest,
  afterAnswer: Call['afterAnswer'],
): Promise<unknown> {
  if (NOT_BUILT.has(method)) throw new WireError(501, `${method} is not built`)
  if (!isMethodName(method)) throw new WireError(-32601, 'there is no such method')
  const spec = methods[method]
  if (!spec.over.some((transport) => transport === origin.transport)) {
    throw new WireError(603, `${method} is not offered on this transport`)
  }
  const caller = spec.token === 'none' ? null : await callerFor(house, origin, method, params)
  if (spec.token === 'needed' && !caller) throw new WireError(401, 'a token is needed')
  if (origin.transport === 'http' && caller?.is === 'guest') spendCall(house, caller)
  const parsed = spec.params.safeParse(params)
  if (!parsed.success) throw misfit(parsed.error)
  requireOwnConference(caller, parsed.data)
  const handler = HANDLERS[method] as unknown as Handler<MethodName>
  const call: Call = {
    transport: origin.transport,
    address: origin.address,
    caller,
    connection: origin.connection,
    afterAnswer,
  }
  return await handler(house, call, parsed.data as never)
}

/** A page that is being closed can send a beacon, which has no header: `conference.leave` takes the token as a parameter. */
async function callerFor(
  house: House,
  origin: Origin,
  method: MethodName,
  params: object,
): Promise<Caller | null> {
  const shown = await origin.caller()
  if (shown || method !== 'conference.leave' || !('token' in params) || typeof params.token !== 'string')
    return shown
  return await house.auth.bearer(params.token)
}

/** As on a socket, where every frame is counted: whoever holds a link must not fill the log faster by another way. */
function spendCall({ parts }: House, caller: Caller): void {
  parts.throttles.spend('calls', identityOf(caller), REQUESTS.limit, REQUESTS.windowMs)
}

/** A guest account is good for one conference. */
function requireOwnConference(caller: Caller | null, params: unknown): void {
  if (caller?.is !== 'guest' || typeof params !== 'object' || params === null || !('confId' in params)) return
  if (params.confId !== caller.guest.conferenceId)
    throw new WireError(403, 'a guest belongs to one conference')
}

/** -32602 names the first place that does not fit. */
function misfit({ issues }: z.ZodError): WireError {
  const [first] = issues
  const path = first?.code === 'unrecognized_keys' ? [...first.path, ...first.keys.slice(0, 1)] : first?.path
  return new WireError(-32602, first?.message ?? 'the parameters do not fit', {
    path: path?.join('.') ?? '',
    rule: first?.code ?? 'shape',
  })
}
