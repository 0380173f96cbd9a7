import type { RefusalCode } from '@parley/core'
import type { z } from 'zod'

/** One operation of the API, said once: the routes are made of it, and so is the OpenAPI document. */
export type Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> = {
  id: string
  method: 'get' | 'post' | 'delete'
  /** Below `/api/v1`, with `{id}` for a parameter. */
  path: string
  summary: string
  params?: Params
  query?: Query
  body?: Body
  /** What documentation shows of the body, where the handler reads it by another means. */
  bodyShape?: z.ZodType
  answer: { status: 200 | 201 | 202 | 204; description: string; schema: z.ZodType | null }
  /** What it may refuse beside what every operation may: 400, 401, 413, 500. */
  refuses: readonly (RefusalCode | 'not-found')[]
}

export type Input<O> =
  O extends Operation<infer Params, infer Query, infer Body>
    ? { params: z.output<Params>; query: z.output<Query>; body: z.output<Body> }
    : never

export function defineOperation<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
>(operation: Operation<Params, Query, Body>): Operation<Params, Query, Body> {
  return operation
}
