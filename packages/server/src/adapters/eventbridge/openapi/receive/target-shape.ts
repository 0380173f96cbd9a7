import { z } from 'zod'

/** A value is a text; clients of typed languages write numbers and booleans too. */
const value = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]).nullish()

const param = z.object({
  ResourceKey: z.string().min(1).max(256),
  Form: z.string().nullish(),
  Value: value,
  Template: z.string().nullish(),
})
export type WireParam = z.output<typeof param>

/** A target as it is sent ([AL] 3.2). Of the last two absent and null differ: null clears. */
export const wireTarget = z.object({
  Id: z.string().nullish(),
  Type: z.string().nullish(),
  Endpoint: z.string().nullish(),
  PushRetryStrategy: z.string().nullish(),
  ParamList: z.array(param).max(64).nullish(),
  ConcurrentConfig: z.object({ Concurrency: z.number().nullish() }).nullish(),
  PushSelector: z.string().nullish(),
  DeadLetterQueue: z.object({ Arn: z.string().nullish() }).nullable().optional(),
  ErrorsTolerance: z.string().nullable().optional(),
})
export type WireTarget = z.output<typeof wireTarget>
