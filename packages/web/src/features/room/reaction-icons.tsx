import type { Reaction } from '@parley/protocol'
import { Heart, Laugh, PartyPopper, ThumbsDown, ThumbsUp } from 'lucide-react'
import type { ComponentType } from 'react'

type Look = ComponentType<{ size: number; strokeWidth: number; 'aria-hidden': true }>

/** Drawn like the set: it has no clapping hands and no round mouth. */
const drawn =
  (path: string): Look =>
  ({ size, strokeWidth }) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  )

const Clap = drawn(
  'M12 21c-3.5 0-5.5-1.6-6.8-3.8L2.9 13.3a1.5 1.5 0 0 1 2.6-1.5l1.5 2.5M7 14.3 4.6 10a1.5 1.5 0 0 1 2.6-1.5l2.5 4.3M9.7 12.8 7.2 8.5M7.2 8.5A1.5 1.5 0 0 1 9.8 7l2.7 4.7M12.5 11.7 11 9a1.5 1.5 0 0 1 2.6-1.5l2.9 5c1.8 3.2.500 8.5-4.5 8.5M14.5 2.5l-.5 2M18.5 4 17 5.5M21 8l-2 .5',
)
const Wow = drawn(
  'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20M8.5 8.5v.6M15.5 8.5v.6M12 13a2.4 2.8 0 1 0 0 5.6 2.4 2.8 0 0 0 0-5.6',
)

export const reactionIcons: Record<Reaction, Look> = {
  like: ThumbsUp,
  heart: Heart,
  clap: Clap,
  laugh: Laugh,
  wow: Wow,
  party: PartyPopper,
  no: ThumbsDown,
}
