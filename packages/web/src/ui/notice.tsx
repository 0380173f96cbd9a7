import type { ReactNode } from 'react'

/** A state as a page or a column: one title, one sentence, one action. */
export function Notice({
  title,
  text,
  above,
  clock,
  action,
  heading = 'h1',
}: {
  title: string
  text: string
  /** A line over the title: which meeting this is about. */
  above?: ReactNode
  clock?: ReactNode
  action?: ReactNode
  heading?: 'h1' | 'h2'
}) {
  const Heading = heading
  return (
    <section className="notice" aria-live="polite">
      {above ? <p className="notice-above muted">{above}</p> : null}
      <Heading>{title}</Heading>
      {clock ? <p className="notice-clock figures">{clock}</p> : null}
      <p className="muted">{text}</p>
      {action ? <div className="notice-action">{action}</div> : null}
    </section>
  )
}
