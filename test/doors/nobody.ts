import { roleStage } from '@parley/core/testing'
import type { Play } from './door.ts'

/** Enough to know whether something can be said at all. */
export const NOBODY: Omit<Play, 'who'> = {
  cast: roleStage().cast,
  confId: '',
  secrets: { host: '', guest: '' },
}
