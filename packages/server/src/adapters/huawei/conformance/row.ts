import type { ErrorCode } from '../errors.ts'
import type { NotifyType } from '../present/envelope.ts'
import type { Stage, Token } from './stage.ts'

/**
 * What a line of the table rests on, as the reference marks it: D a table or the prose of the documentation, X only an
 * example of it, S the official SDK, C an independent client; `ours`: the sources are silent or contradict each other.
 */
export type Mark = 'D' | 'S' | 'X' | 'C' | 'ours'

export type Kind =
  | 'success'
  | 'missing'
  | 'wrong type'
  | 'out of range'
  | 'too long'
  | 'wrong token'
  | 'missing token'
  | 'wrong role'
  | 'wrong state'
  | 'unknown participant'

export type Given = {
  /** Null: left out. `conferenceID` is the stage's unless it is said here. */
  query?: Record<string, string | null>
  body?: unknown
  headers?: Record<string, string>
}

export type Case = {
  kind: Kind
  what: string
  mark: Mark
  answer: ErrorCode | 'ok'
  as?: Token
  /** Default: the row's good request. */
  given?: (stage: Stage) => Given
  /** What must have happened before; then the case has a conference of its own. */
  before?: (stage: Stage) => Promise<unknown>
  /** `over`: asked of a conference whose run has ended. */
  when?: 'over'
  /** What is to be seen afterwards, and what it must equal. Of every success. */
  see?: (stage: Stage, answer: { body: Record<string, unknown> }) => unknown
  seen?: unknown
}

/** A field of the body, by its path in the good request, and what is wrong with other values. */
export type Field = {
  path: string
  required?: boolean
  /** For a required field: what its absence answers. */
  missing?: ErrorCode
  bad: readonly { kind: Kind; value: unknown; answer: ErrorCode; mark: Mark }[]
}

/** One call of [HW] 3.5 or 3.6. */
export type Row = {
  section: '3.5' | '3.6'
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  /** The SDK's method; what the call as such rests on. */
  sdk: string
  marks: readonly Mark[]
  /** Who may: any good token; a role-0 token on its own participant; the host and cohosts. None: no control token is looked at. */
  rights: 'read' | 'own' | 'floor' | 'none'
  /** Needs `participantID` in the query. */
  pid?: boolean
  /** What at least is pushed when the first success of `cases` is asked ([HW] 2.5); nothing, where the list is empty. */
  pushes?: readonly NotifyType[]
  /** A request that succeeds. */
  good: (stage: Stage) => Given
  fields?: readonly Field[]
  cases: readonly Case[]
}
