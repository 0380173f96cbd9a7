import type { RefusalCode } from '@parley/core'
import type { z } from 'zod'

/** One operation of the API, said once: the routes are made of it, and so is the OpenAPI document. */
export type Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> = {
  id: string
  method: 'get' | 'post' | 'patch' | 'delete'
  /** Below `/api/v1`, with `{id}` for a parameter. */
  path: string
  summary: string
  params?: Params
  query?: Query
  body?: Body
  /** What documentation shows of the body, where the handler reads it by another means. */
  bodyShape?: z.ZodType
  /** Instead of `application/json`, each with what documentation shows of it. */
  bodyTypes?: Readonly<Record<string, z.ZodType>>
  /** Instead of the usual 64 KiB. */
  bodyLimitBytes?: number
  /** Obeys `If-Match`, with the `ETag` that was answered before. */
  conditional?: true
  /** Answered to anybody, without a key. */
  open?: true
  answer: {
    status: 200 | 201 | 202 | 204
    description: string
    schema: z.ZodType | null
    /** Instead of `application/json`. */
    type?: 'text/event-stream' | 'application/schema+json'
  }
  /** What it may refuse beside what every operation may: 400, 401, 413, 500. */
  refuses: readonly (RefusalCode | 'not-found')[]
}

/** Who asks: the API key. */
export type Caller = { keyId: string; name: string }

export type Input<O> =
  O extends Operation<infer Params, infer Query, infer Body>
    ? {
        params: z.output<Params>
        query: z.output<Query>
        body: z.output<Body>
        caller: Caller
        /** As sent. */
        ifMatch: string | undefined
      }
    : never

export function defineOperation<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
>(operation: Operation<Params, Query, Body>): Operation<Params, Query, Body> {
  return operation
}
