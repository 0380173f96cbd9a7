import type { Instant } from '../../instant.ts'
import type { Ids } from '../../ports/ids.ts'
import type { NewDelivery } from '../../ports/push-store.ts'
import type { LogEntry } from '../../site/log-entry.ts'
import type { PushEvent } from '../event.ts'
import { type Encoded, untold } from '../untold.ts'
import type { Addressee, EncodeTarget } from './rule-index.ts'

/** The bytes that a target gets. Pure: targets with the same settings share them. */
export type Encode = (event: PushEvent, target: EncodeTarget) => Encoded

export type OweParts = {
  ids: Pick<Ids, 'eventId'>
  encode: Encode
  onError: (error: unknown, context: { stage: string }) => void
}

/** What the event is owed to each of them as; the bytes are made once for all targets that get the same. */
export function owe(
  { ids, encode, onError }: OweParts,
  { position }: Pick<LogEntry, 'position'>,
  event: PushEvent,
  addressees: readonly Addressee[],
  { now, bus, replayId = null }: { now: Instant; bus: string; replayId?: string | null },
): NewDelivery[] {
  const encodings = new Map<string, Encoded>()

  function encoded({ target, encoding }: Addressee): Encoded {
    const known = encodings.get(encoding)
    if (known) return known
    let made: Encoded
    try {
      made = encode(event, target)
    } catch (error) {
      onError(error, { stage: 'push.encode' })
      made = untold(error)
    }
    encodings.set(encoding, made)
    return made
  }

  return addressees.map((addressee) => {
    const { rule, target } = addressee
    const { body, headers } = encoded(addressee)
    return {
      id: ids.eventId(),
      bus,
      ruleId: rule.id,
      targetId: target.id,
      ruleName: rule.name,
      targetName: target.name,
      url: target.url,
      eventId: event.id,
      eventSource: event.source,
      eventType: event.type,
      position,
      headers,
      body,
      orderKey: target.order === 'meeting' ? event.orderKey : null,
      replayId,
      dueAt: now,
      createdAt: now,
    }
  })
}
