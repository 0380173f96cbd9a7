import type { z } from 'zod'

export type Transport = 'http' | 'ws'

/** What both sides must know of a method. */
export type Method<Name extends string, Params extends z.ZodType, Result extends z.ZodType> = {
  name: Name
  params: Params
  result: Result
  /** Where it may be called; elsewhere it is refused with 603. */
  over: readonly Transport[]
  /** `optional`: callable without, and some answers need one. */
  token: 'none' | 'optional' | 'needed'
  /** Changes state, so that `idemKey` is honoured. */
  changes: boolean
}

export const both = ['http', 'ws'] as const
export const httpOnly = ['http'] as const
export const wsOnly = ['ws'] as const

export const defineMethod = <Name extends string, Params extends z.ZodType, Result extends z.ZodType>(
  method: Method<Name, Params, Result>,
): Method<Name, Params, Result> => method
