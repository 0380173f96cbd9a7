/** A participant whose presence hangs on one connection. */
import type {
  Clock,
  Command,
  ConferenceId,
  Conferences,
  Ids,
  LineSample,
  MediaState,
  Networks,
  ParticipantId,
  Speakers,
} from '@parley/core'
import { Refusal, SECOND } from '@parley/core'
import { createRate } from './rate.ts'

export type Line = 'up' | 'down' | 'closing'

/** What a page says of itself. */
export type Report = { epoch: number; mediaState?: MediaState; level?: number; quality?: LineSample }

export type Binding = {
  readonly confId: ConferenceId
  readonly participantId: ParticipantId
  /** Of the page on this connection; a newer one means that another page took over. */
  readonly generation: number
  readonly line: Line
  /** Tells the conference what became of the line; saying the same twice says nothing. */
  note(line: Line): void
  /** The page's own level and media; at most the last of each second is kept ([WC] 8.10). */
  report(report: Report): void
  /** Within 100 signals per 10 s? */
  maySignal(): boolean
  /** Nothing is told from now on. */
  release(): void
}

type Options = {
  confId: ConferenceId
  participantId: ParticipantId
  generation: number
  /** What the conference holds now. */
  line: Line
  conferences: Conferences
  speakers: Speakers
  networks: Networks
  ids: Ids
  clock: Clock
  rateFactor: number
  onError(error: unknown, context: { stage: string }): void
}

const MEDIA_EVERY_MS = SECOND
/** Pages report each second; what comes much oftener says nothing more. */
const LEVELS_PER_SECOND = 4
const SAMPLES_PER_SECOND = 2

export function createBinding(options: Options): Binding {
  const { confId, participantId, generation, conferences, speakers, networks, ids, clock, onError } = options
  let line = options.line
  let released = false
  let pending: { epoch: number; mediaState: MediaState } | null = null
  let mediaAt = Number.NEGATIVE_INFINITY
  let cancelMedia: (() => void) | null = null
  const mayReport = createRate(clock, LEVELS_PER_SECOND * options.rateFactor, SECOND)
  const maySample = createRate(clock, SAMPLES_PER_SECOND * options.rateFactor, SECOND)

  function execute(command: Command<'NoteConnection' | 'NoteMedia'>): void {
    conferences
      .execute({
        ...command,
        id: ids.commandId(),
        conferenceId: confId,
        actor: { is: 'system', name: 'connection' },
        via: 'system',
      })
      .catch((error: unknown) => {
        // The run may be over, the media moved: then there is nothing to note.
        if (!(error instanceof Refusal)) onError(error, { stage: `gzb.${command.type}` })
      })
  }

  function noteMedia(): void {
    cancelMedia = null
    if (!pending || released) return
    const params = { participantId, ...pending }
    pending = null
    mediaAt = clock.now()
    execute({ type: 'NoteMedia', params })
  }

  return {
    confId,
    participantId,
    generation,
    get line() {
      return line
    },
    note(next) {
      if (released || next === line || (next === 'closing' && line === 'down')) return
      line = next
      execute({ type: 'NoteConnection', params: { participantId, generation, line: next } })
    },
    report({ epoch, mediaState, level, quality }) {
      if (released) return
      if (level !== undefined && mayReport()) speakers.report(confId, participantId, level)
      if (quality && maySample()) networks.report(confId, participantId, quality)
      if (mediaState === undefined) return
      pending = { epoch, mediaState }
      if (cancelMedia) return
      const due = mediaAt + MEDIA_EVERY_MS
      if (due <= clock.now()) noteMedia()
      else cancelMedia = clock.wakeAt(due, noteMedia)
    },
    maySignal: createRate(clock, 100 * options.rateFactor, 10 * SECOND),
    release() {
      released = true
      cancelMedia?.()
    },
  }
}

/** Who is to be brought back when the line is. */
export function memberOf({
  participantId,
  generation,
}: Binding): Pick<Binding, 'participantId' | 'generation'> {
  return { participantId, generation }
}
