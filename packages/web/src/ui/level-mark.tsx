/** Three bars that rise with the voice, so that speaking is not told by the colour of a ring alone. Level 0-100. */
export function LevelMark({ level, label }: { level: number; label: string }) {
  const bars = level > 66 ? 3 : level > 33 ? 2 : 1
  return (
    <span className="level-mark" data-bars={bars} role="img" aria-label={label}>
      <span />
      <span />
      <span />
    </span>
  )
}
