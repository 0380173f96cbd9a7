import { CircleDot, Languages, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { clockText } from '../../state/duration.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useSecond } from '../../ui/hooks.ts'
import { smallIcon } from '../../ui/icon.ts'
import { NetworkBars } from './network-bars.tsx'
import { useRoomTexts } from './use-room-texts.ts'

/** At or below this level the own line is worth a word. */
const weak = 2

export function RoomTop({ view, children }: { view: RoomView; children?: ReactNode }) {
  const { t } = useRoomTexts()
  const { network } = view.me
  return (
    <header className="room-top" data-region="top" tabIndex={-1}>
      {view.startedAt === null ? null : <Clock since={view.startedAt} />}
      <h1 className="room-title">{view.title}</h1>
      <div className="room-marks">
        {children}
        {view.recording ? (
          <span className="room-mark room-mark-recording" data-testid="recording">
            <CircleDot {...smallIcon} />
            <span className="room-mark-text">{t('room.recording')}</span>
          </span>
        ) : null}
        {view.interpretation.on && view.interpretation.groups.length > 0 ? (
          <Interpretation view={view} />
        ) : null}
        {network !== null && network <= weak ? (
          <span className="room-mark" data-testid="own-network">
            <NetworkBars level={network} />
            <span className="room-mark-text">{t('network.mine')}</span>
          </span>
        ) : null}
        {view.locked ? (
          <span className="room-mark" data-testid="locked">
            <Lock {...smallIcon} />
            <span className="room-mark-text">{t('room.locked')}</span>
          </span>
        ) : null}
      </div>
    </header>
  )
}

function Clock({ since }: { since: number }) {
  const { t } = useRoomTexts()
  const time = clockText(useSecond() - since)
  return (
    <span className="room-clock figures" role="timer" aria-label={t('room.clock', { time })}>
      {time}
    </span>
  )
}

/** A note who is interpreted between which languages; the channels themselves are the media's. */
function Interpretation({ view }: { view: RoomView }) {
  const { t, language } = useRoomTexts()
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' })
  const nameOf = (code: string | undefined) => {
    try {
      return code === undefined ? '' : (names.of(new Intl.Locale(code).language) ?? code)
    } catch {
      return code ?? ''
    }
  }
  const pairs = view.interpretation.groups.map(({ languages: [from, to] }) =>
    t('room.pair', { from: nameOf(from), to: nameOf(to) }),
  )
  const languages = new Intl.ListFormat(language).format(pairs)
  return (
    <span className="room-mark room-mark-plain" data-testid="interpretation">
      <Languages {...smallIcon} />
      <span className="room-mark-text">{t('room.interpreting', { languages })}</span>
    </span>
  )
}
