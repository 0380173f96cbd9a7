import type { Target, TargetSettings } from '@parley/core'
import { z } from 'zod'
import type { Names } from '../names.ts'
import type { OpenApiParts } from '../parts.ts'
import { presentBody } from '../receive/body.ts'
import { PARAMS } from '../receive/params.ts'
import { referenceTo } from '../receive/references.ts'
import { openHeaders } from '../receive/sealed-headers.ts'

type Parts = Pick<OpenApiParts, 'secrets'> & { names: Names }
type ShownParam = { ResourceKey: string; Form: string; Value?: string; Template?: string }

/** What this wire has kept with a target; nothing of that when another wire made it. */
const kept = z.object({
  type: z.string(),
  params: z.array(z.object({ key: z.string(), value: z.string().optional() })),
  pushSelector: z.string().optional(),
})

/**
 * A target as it is answered ([AL] 3.2). Parameters in the order and spelling in which they were sent, with what holds now:
 * our own API may have changed it. Signing secrets and the values of headers are called by reference.
 */
export function presentTarget(target: Target, bus: string, parts: Parts) {
  const { name, url, retry, concurrency, deadLetterBus, errorsTolerance, wire } = target
  const sent = kept.safeParse(wire).data
  return {
    Id: name,
    Type: sent?.type ?? new URL(url).protocol.slice(0, -1),
    Endpoint: url,
    PushRetryStrategy: retry,
    ParamList: paramsOf(target, bus, sent?.params ?? [], parts),
    ConcurrentConfig: { Concurrency: concurrency },
    ErrorsTolerance: errorsTolerance,
    ...(deadLetterBus === null ? {} : { DeadLetterQueue: { Arn: parts.names.busArn(deadLetterBus) } }),
    ...(sent?.pushSelector === undefined ? {} : { PushSelector: sent.pushSelector }),
  }
}

function paramsOf(
  target: TargetSettings,
  bus: string,
  sent: readonly { key: string; value?: string | undefined }[],
  { secrets }: Parts,
): ShownParam[] {
  const all = settingsOf(target, bus, secrets)
  const shown: ShownParam[] = []
  for (const { key, value } of sent) {
    const place = key.toLowerCase()
    const now = value === undefined ? all.get(place)?.param : { Form: 'CONSTANT', Value: value }
    all.delete(place)
    if (now) shown.push({ ...now, ResourceKey: key })
  }
  const changed = [...all.values()].filter(({ isUsual }) => !isUsual)
  return [...shown, ...changed.map(({ param }) => param)]
}

/** Everything that is set, whoever set it, by key in lower case. */
function settingsOf(
  target: TargetSettings,
  bus: string,
  secrets: Parts['secrets'],
): Map<string, { param: ShownParam; isUsual: boolean }> {
  const all = new Map<string, { param: ShownParam; isUsual: boolean }>()
  const add = (ResourceKey: string, Value: string, isUsual = false): void =>
    void all.set(ResourceKey.toLowerCase(), { param: { ResourceKey, Form: 'CONSTANT', Value }, isUsual })
  all.set('body', {
    param: { ResourceKey: 'Body', ...presentBody(target.body) },
    isUsual: target.body.form === 'ORIGINAL',
  })
  for (const { name, show, usual } of PARAMS) {
    const value = show(target, (sealed) => secrets.open(sealed))
    if (value !== null) add(name, value, value === (typeof usual === 'function' ? usual(target, bus) : usual))
  }
  for (const [name, value] of Object.entries(openHeaders(target, secrets)))
    add(`Header:${name}`, referenceTo(value, secrets))
  const [current] = target.signing.secrets
  if (current) add('SigningSecretRef', referenceTo(secrets.open(current.sealed), secrets))
  return all
}
