/** What may arrive over HTTP beside JSON-RPC, whose methods are described in the protocol package. */
import { enterRequest, linkRequest } from '@parley/protocol'
import type { z } from 'zod'

export { enterRequest, linkRequest }

/** An empty body asks nothing in particular. */
export function readJson<S extends z.ZodType>(schema: S, body: unknown): z.output<S> | null {
  let value: unknown = {}
  if (typeof body === 'string' && body.trim() !== '') {
    try {
      value = JSON.parse(body)
    } catch {
      return null
    }
  }
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : null
}
