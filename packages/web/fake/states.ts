import { consoleStates } from './console-states.ts'
import type { Make } from './fake-app.ts'
import { guestStates } from './guest-states.ts'
import { hostStates } from './host-states.ts'
import { roomStates } from './room-states.ts'

/** Every state of every page. */
export const states: Readonly<Record<string, Make>> = {
  ...guestStates,
  ...roomStates,
  ...hostStates,
  ...consoleStates,
}
