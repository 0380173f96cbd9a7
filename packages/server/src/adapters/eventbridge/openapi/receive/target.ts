import {
  BUILT_IN_BUSES,
  HOOK_BUS,
  type NewTarget,
  OWN_BUS,
  Refusal,
  type Rule,
  runningSince,
  type TargetSettings,
} from '@parley/core'
import { ApiError, deny } from '../errors.ts'
import { RESTORED_WITHIN_MS } from '../limits.ts'
import type { Names } from '../names.ts'
import type { OpenApiParts } from '../parts.ts'
import { type Drafted, draftOf } from './draft.ts'
import { DEFAULT_TIMEOUT_MS, ineffective, readStrategy, usualOrder, usualType } from './params.ts'
import { isReference } from './references.ts'
import { sealHeaders } from './sealed-headers.ts'
import { signingOf } from './signing.ts'
import { type WireTarget, wireTarget } from './target-shape.ts'

const TYPES: readonly string[] = ['http', 'https']
const LONGEST_ID = 127
const LONGEST_URL = 2_048
const DEFAULT_CONCURRENCY = 16
const MOST_CONCURRENCY = 64

type Parts = Pick<OpenApiParts, 'pushStore' | 'courier' | 'secrets' | 'ids' | 'clock'> & {
  names: Names
}

/** Where it is to be: on a bus, and in a rule unless that is yet to be made. */
export type Place = { bus: string; rule: Rule | null }

/** Makes a target of what was sent ([AL] 3.2), with the defaults of the document. Refuses with an `ApiError`. */
export async function readTarget(sent: unknown, place: Place, parts: Parts): Promise<NewTarget> {
  const { clock, ids, courier } = parts
  const wire = shaped(sent)
  const name = wire.Id || missing('Id')
  if (name.length > LONGEST_ID) ineffective(`Id must not be longer than ${LONGEST_ID} characters`)
  const type = wire.Type || missing('Type')
  if (!TYPES.includes(type))
    deny('EventTargetClassNotExist', `there are targets of the types ${TYPES.join(', ')}, not of ${type}`)
  if ((wire.PushSelector ?? 'MATCHED_EVENT') !== 'MATCHED_EVENT')
    ineffective('PushSelector must be MATCHED_EVENT')

  const draft = draftOf(wire.ParamList ?? [])
  const url = draft.url || wire.Endpoint || missing('Endpoint, or a parameter url,')
  if (url.length > LONGEST_URL) ineffective(`the URL must not be longer than ${LONGEST_URL} characters`)
  const now = clock.now()
  const before = place.rule
    ? await parts.pushStore.deletedTarget(place.rule.id, name, now - RESTORED_WITHIN_MS)
    : null
  const known = { before, others: await knownBy(draft, parts) }
  const deadLetterBus = await deadLetterBusOf(wire, place, before, parts)
  const dialect = draft.dialect ?? 'seed'
  const settings = {
    name,
    url,
    method: draft.method ?? 'POST',
    dialect,
    body: draft.body,
    contentType: draft.contentType ?? usualType({ dialect, body: draft.body }),
    sealedHeaders: sealHeaders(draft.headers, known, parts),
    retry: draft.retry ?? readStrategy('PushRetryStrategy', wire.PushRetryStrategy ?? 'BACKOFF_RETRY'),
    errorsTolerance: toleranceOf(wire, before),
    deadLetterBus,
    concurrency: concurrencyOf(wire),
    ratePerSecond: draft.ratePerSecond ?? null,
    order: draft.order ?? usualOrder(place.bus),
    timeoutMs: draft.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    extended: draft.extended ?? false,
    signing: signingOf(draft, known, parts),
    wire: {
      type,
      params: draft.kept,
      ...(wire.PushSelector ? { pushSelector: wire.PushSelector } : {}),
    },
  } satisfies TargetSettings
  try {
    await courier.check(url)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid') ineffective(error.message)
    throw error
  }
  return { ...settings, id: ids.eventId(), state: runningSince(now), createdAt: now }
}

/** All targets, if the draft calls anything by reference. */
async function knownBy({ headers, secret = '' }: Drafted, { pushStore }: Parts): Promise<TargetSettings[]> {
  if (![secret, ...Object.values(headers)].some(isReference)) return []
  return (await pushStore.rules()).flatMap(({ targets }) => targets)
}

function shaped(sent: unknown): WireTarget {
  const result = wireTarget.safeParse(sent)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new ApiError('JsonAttributeInvalid', `${issue?.path.join('.') || 'a target'}: ${issue?.message}`)
}

/** Not mentioned: what a target of this name had when it was deleted a moment ago ([AL] 3.2); null clears. */
function toleranceOf(wire: WireTarget, before: TargetSettings | null): TargetSettings['errorsTolerance'] {
  const given = wire.ErrorsTolerance
  if (given === undefined) return before?.errorsTolerance ?? 'ALL'
  if (given === null || given === 'ALL') return 'ALL'
  return given === 'NONE' ? 'NONE' : ineffective('ErrorsTolerance must be ALL or NONE')
}

async function deadLetterBusOf(
  wire: WireTarget,
  { bus }: Place,
  before: TargetSettings | null,
  { names, pushStore }: Parts,
): Promise<string | null> {
  const given = wire.DeadLetterQueue
  if (given === undefined) return before?.deadLetterBus ?? null
  if (given === null) return null
  const arn = given.Arn || missing('DeadLetterQueue.Arn')
  const name = names.busOf(arn)
  if (name === null) ineffective(`DeadLetterQueue.Arn must be that of a bus here, ${names.busArn('<name>')}`)
  // Its own bus would match the event again, for ever; the own catalogue and the hook hold nothing from outside.
  if (name === bus || name === OWN_BUS || name === HOOK_BUS)
    ineffective(`DeadLetterQueue: the bus ${name} cannot take what is not delivered from ${bus}`)
  if (!BUILT_IN_BUSES.includes(name) && !(await pushStore.bus(name)))
    ineffective(`DeadLetterQueue: there is no bus ${name}`)
  return name
}

function concurrencyOf({ ConcurrentConfig }: WireTarget): number {
  const count = ConcurrentConfig?.Concurrency ?? DEFAULT_CONCURRENCY
  if (!Number.isInteger(count) || count < 1 || count > MOST_CONCURRENCY)
    ineffective(`ConcurrentConfig.Concurrency must be a whole number from 1 to ${MOST_CONCURRENCY}`)
  return count
}

function missing(what: string): never {
  return deny('EventTargetMissingAttribute', `${what} is missing`)
}
