import { useRoomTexts } from './use-room-texts.ts'

/** Bars only when the line is not good: 3 fair, 2 and 1 bad; 4 and 5 show nothing. */
export function NetworkBars({ level }: { level: number | null }) {
  const { t } = useRoomTexts()
  if (level === null || level > 3) return null
  return (
    <span
      className="network"
      data-bars={level}
      role="img"
      aria-label={level === 3 ? t('network.fair') : t('network.bad')}
    >
      <span />
      <span />
      <span />
    </span>
  )
}
