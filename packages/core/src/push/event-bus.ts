import type { Instant } from '../instant.ts'

/** A named stream of outside events; rules read one each. */
export type EventBus = {
  /** 1-127 letters, digits, hyphens; a letter or digit first. */
  name: string
  description: string
  /** The one switch of the cloud document: while it is off, nothing that happens is matched on this bus, then or later. */
  enabled: boolean
  /** Opaque JSON of the wire that made it. */
  tags: unknown
  createdAt: Instant
}

/** There from the start, never deleted: events of meetings as the cloud document has them ([AL] 1.1). */
export const MEETING_BUS = 'default'
/** There from the start, never deleted: every recorded event in Parley's own catalogue. */
export const OWN_BUS = 'parley'
/** Not listed, and closed to rules from outside: what the enterprise hook of [HW] 3.9 tells. */
export const HOOK_BUS = 'huawei-hooks'

/** Those that every installation has. */
export const BUILT_IN_BUSES: readonly string[] = [MEETING_BUS, OWN_BUS, HOOK_BUS]
