import {
  checkTargetHeaders,
  compileTransform,
  OWN_BUS,
  Refusal,
  refuse,
  type TargetSettings,
} from '@parley/core'
import { requireBus } from './not-found.ts'
import type { ApiParts } from './parts.ts'
import type { NewTarget, TargetChange } from './schema/targets.ts'
import { changedSigning, newSigning } from './signing.ts'

type Parts = Pick<ApiParts, 'courier' | 'pushStore' | 'secrets' | 'clock'>

/** `secret`: drawn or given with it, to be told once. `warnings`: what may pass by itself. */
type Read<S> = { settings: S; secret: string | null; warnings: string[] }

/** What a caller asked for, checked. `at`: JSON pointer of the target in the body. */
export async function readNewTarget(
  parts: Parts,
  bus: string,
  given: NewTarget,
  at = '',
): Promise<Read<TargetSettings>> {
  const { headers, signing: asked, ...plain } = given
  const warnings = await check(parts, bus, given, at)
  const { signing, secret } = newSigning(parts, asked, parts.clock.now())
  const sealedHeaders = sealHeaders(parts, headers, `${at}/headers`)
  return { settings: { ...plain, sealedHeaders, signing, wire: {} }, secret, warnings }
}

export async function readTargetChange(
  parts: Parts,
  bus: string,
  current: TargetSettings,
  change: TargetChange,
): Promise<Read<Partial<TargetSettings>>> {
  const { headers, signing: asked, ...plain } = change
  const warnings = await check(parts, bus, change, '')
  const made = asked && changedSigning(parts, current.signing, asked, parts.clock.now())
  return {
    settings: {
      ...plain,
      ...(headers ? { sealedHeaders: sealHeaders(parts, headers, '/headers') } : {}),
      ...(made ? { signing: made.signing } : {}),
    },
    secret: made?.secret ?? null,
    warnings,
  }
}

async function check(parts: Parts, bus: string, given: TargetChange, at: string): Promise<string[]> {
  const { url, body, deadLetterBus } = given
  if (body) compileTransform(body, `${at}/body`)
  if (typeof deadLetterBus === 'string')
    await checkDeadLetterBus(parts, bus, deadLetterBus, `${at}/deadLetterBus`)
  return url === undefined ? [] : checkUrl(parts, url, `${at}/url`)
}

async function checkUrl({ courier }: Parts, url: string, path: string): Promise<string[]> {
  try {
    return (await courier.check(url)).map((warning) => `${path}: ${warning}`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.code, error.message, { ...error.details, path })
  }
}

/** A dead letter put onto the bus it came from would be matched, exhausted and put there again, for ever. */
async function checkDeadLetterBus(parts: Parts, bus: string, to: string, path: string): Promise<void> {
  await requireBus(parts, to, path)
  const rule = to === bus ? 'is the bus of the rule itself' : 'only tells of this server itself'
  if (to === bus || to === OWN_BUS) refuse('invalid', `${path}: ${rule}`, { path, rule })
}

function sealHeaders(
  { secrets }: Parts,
  headers: Readonly<Record<string, string>>,
  at: string,
): string | null {
  const checked = checkTargetHeaders(headers, at)
  return Object.keys(checked).length === 0 ? null : secrets.seal(JSON.stringify(checked))
}
