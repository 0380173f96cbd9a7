import { z } from 'zod'

const sequence = z.union([z.string().max(128), z.number()])

/** What a client may send on the socket ([HW] 2.1). `data` is a JSON text in every sample and an object in the table. */
export const clientFrame = z.discriminatedUnion('action', [
  z.object({ action: z.literal('HeartBeat'), sequence }),
  z.object({ action: z.literal('Subscribe'), sequence, data: z.unknown() }),
  z.object({ action: z.literal('ConfControl'), sequence, type: z.string().max(64), data: z.unknown() }),
])
export type ClientFrame = z.infer<typeof clientFrame>

export const subscribeData = z.object({
  conferenceID: z.union([z.string(), z.number().transform(String)]).nullish(),
  subscribeType: z.array(z.string().max(64)).max(100),
  confToken: z.string().max(1024),
  /** Ours: the last `revision` seen. */
  cursor: z
    .union([
      z.int(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ])
    .nullish(),
})

export const refreshData = z.object({ confToken: z.string().max(1024) })

/** Null for what is no frame of this protocol. */
export function readFrame(message: string): ClientFrame | null {
  const result = clientFrame.safeParse(parseJson(message))
  return result.success ? result.data : null
}

export function readData<Schema extends z.ZodType>(schema: Schema, data: unknown): z.infer<Schema> | null {
  const result = schema.safeParse(typeof data === 'string' ? parseJson(data) : data)
  return result.success ? result.data : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
