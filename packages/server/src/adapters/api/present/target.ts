import type { Instant, Target, TargetCounts, TargetState } from '@parley/core'
import type { ApiParts } from '../parts.ts'
import type { TargetView, TargetWithSecretView } from '../schema/targets.ts'
import { openOrNull, signersOf } from '../signing.ts'
import { timeText, timeTextOrNull } from './time.ts'

/** What a view needs beside the target itself. */
export type TargetSurroundings = {
  parts: Pick<ApiParts, 'secrets'>
  now: Instant
  counts: ReadonlyMap<string, TargetCounts>
}

/** What is owed, by target; and the time that states are told as of. */
export async function surroundings(
  parts: Pick<ApiParts, 'pushStore' | 'clock' | 'secrets'>,
): Promise<TargetSurroundings> {
  const counts = await parts.pushStore.targetCounts()
  return { parts, now: parts.clock.now(), counts: new Map(counts.map((one) => [one.targetId, one])) }
}

/** Without anything secret: of headers the names, of signatures what receivers check them by. */
export function presentTarget(ruleId: string, target: Target, around: TargetSurroundings): TargetView {
  const { sealedHeaders, signing, state, wire: _, version: __, ...open } = target
  const { parts, now, counts } = around
  const { pending = 0, exhausted = 0, oldestPending = null } = counts.get(target.id) ?? {}
  return {
    ...open,
    ruleId,
    headerNames: headerNames(parts, sealedHeaders),
    signing: {
      sets: [...signing.sets],
      secrets: signersOf(parts, signing, now).map(({ set, publicKey, until }) => ({
        set,
        publicKey,
        until: timeTextOrNull(until),
      })),
      hasToken: signing.sealedToken !== null,
      trailingLf: signing.trailingLf,
    },
    state: { is: state.is, why: state.why, note: state.note, since: timeText(state.since) },
    health: {
      ...breakerOf(state, now),
      failingSince: timeTextOrNull(state.failingSince),
      pending,
      exhausted,
      oldestPendingAt: timeTextOrNull(oldestPending),
    },
    createdAt: timeText(target.createdAt),
  }
}

export function withSecret(view: TargetView, secret: string | null): TargetWithSecretView {
  return { ...view, secret }
}

function headerNames({ secrets }: TargetSurroundings['parts'], sealed: string | null): string[] {
  const text = sealed === null ? null : openOrNull(secrets, sealed)
  return text === null ? [] : Object.keys(JSON.parse(text) as object)
}

function breakerOf(
  { openUntil }: TargetState,
  now: Instant,
): Pick<TargetView['health'], 'breaker' | 'breakerUntil'> {
  if (openUntil === null) return { breaker: 'closed', breakerUntil: null }
  return { breaker: openUntil > now ? 'open' : 'half-open', breakerUntil: timeText(openUntil) }
}
