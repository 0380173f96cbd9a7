import type { ConferenceSnapshot } from '@parley/protocol'

/** Collects the parts of a chunked snapshot; answers with the whole one when its last part has come, in whatever order. */
export const createAssembly = () => {
  let version = -1
  let parts = new Map<number, ConferenceSnapshot>()
  return {
    add: (frame: ConferenceSnapshot): ConferenceSnapshot | null => {
      const total = frame.parts ?? 1
      if (total === 1) return frame
      // A newer one makes the older superfluous; a straggler of an older one can no longer be completed.
      if (frame.version < version) return null
      if (frame.version > version) {
        version = frame.version
        parts = new Map()
      }
      parts.set(frame.part ?? 1, frame)
      if (parts.size < total) return null
      const ordered = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part)
      version = -1
      parts = new Map()
      // What is said once, chat and lines, is in the first part.
      return { ...frame, ...ordered[0], members: ordered.flatMap((part) => part.members) }
    },
  }
}
