import { isSiteEntry, type LogEntry, outsideData, type PushEvent } from '@parley/core'
import { OWN_SOURCE, ownType } from '@parley/protocol'

/** Attributes that events of the bus `parley` have beside those of CloudEvents; patterns may name them. */
export const OWN_EXTENSIONS = [
  'sequence',
  'partitionkey',
  'tenantid',
  'runid',
  'causationid',
  'via',
  'actorkind',
  'actorid',
  'actorparticipantid',
  'traceparent',
] as const

type Extensions = Partial<Record<(typeof OWN_EXTENSIONS)[number], string>>

/** Sequences compare as texts (CloudEvents, extension `sequence`), so revisions are written with leading zeros. */
const SEQUENCE_DIGITS = 10

/** Every entry of the log as the bus `parley` tells it, from the entry alone, so that it can be told again at any time. */
export function createPresentOwn({ publicUrl }: { publicUrl: string }): (entry: LogEntry) => PushEvent {
  return (entry) => {
    const { id, type, schema, time, conferenceId } = entry
    return {
      id,
      source: OWN_SOURCE,
      type: ownType(type, schema),
      subject: subjectOf(entry),
      time,
      dataschema: `${publicUrl}/api/v1/event-types/${type}.v${schema}/schema`,
      extensions: extensionsOf(entry),
      data: outsideData(entry),
      orderKey: isSiteEntry(entry) ? null : conferenceId,
    }
  }
}

function subjectOf(entry: LogEntry): string {
  if (isSiteEntry(entry)) return 'site'
  const meeting = `meetings/${entry.conferenceId}`
  return 'participantId' in entry.data ? `${meeting}/participants/${entry.data.participantId}` : meeting
}

function extensionsOf(entry: LogEntry): Extensions {
  const { revision, conferenceId, tenantId, runId, cause, via, actor, traceparent } = entry
  return {
    sequence: String(revision).padStart(SEQUENCE_DIGITS, '0'),
    partitionkey: conferenceId,
    tenantid: tenantId,
    ...(runId === null ? {} : { runid: runId }),
    causationid: cause,
    via,
    actorkind: actor.is,
    actorid: actor.id,
    ...(actor.participantId ? { actorparticipantid: actor.participantId } : {}),
    ...(traceparent === null ? {} : { traceparent }),
  }
}
