/** Limits of [WC] 4.1 and 4.8; sizes in bytes of UTF-8 unless said. */
export const rpcLimits = {
  bodyBytes: 256 * 1024,
  /** A frame from the client. */
  inboundFrameBytes: 64 * 1024,
  /** A frame from the server; larger snapshots are split. */
  outboundFrameBytes: 1024 * 1024,
  batch: 20,
  nesting: 32,
  /** UTF-16 units, as JavaScript counts; never less strict than bytes. */
  stringLength: 64 * 1024,
  snapshotMembers: 200,
  /** `media.signal` ([WC] 8.10), in characters. */
  sdpLength: 64 * 1024,
  candidateLength: 1024,
} as const

/** Why a JSON value must not be looked at any further, or null. Walks with its own stack: input depth is the attacker's choice. */
export const exceeds = (value: unknown): 'nesting' | 'string' | null => {
  const todo: { value: unknown; depth: number }[] = [{ value, depth: 1 }]
  for (let item = todo.pop(); item; item = todo.pop()) {
    if (typeof item.value === 'string' && item.value.length > rpcLimits.stringLength) return 'string'
    if (typeof item.value !== 'object' || item.value === null) continue
    if (item.depth > rpcLimits.nesting) return 'nesting'
    for (const [key, child] of Object.entries(item.value)) {
      if (key.length > rpcLimits.stringLength) return 'string'
      todo.push({ value: child, depth: item.depth + 1 })
    }
  }
  return null
}
