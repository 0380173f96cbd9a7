import { Refusal } from '@parley/core'
import type { FastifyError, FastifyReply } from 'fastify'
import type { ZodError, z } from 'zod'
import { HTTP_ERRORS, type HttpErrorStatus, REFUSALS } from './errors.ts'
import type { Problem } from './schema/common.ts'

/** What an answer says no with. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  constructor(
    readonly status: HttpErrorStatus,
    detail: string,
  ) {
    super(detail)
  }
}

/** Which part of the request a schema was about; names the place in `errors`. */
export class InputError extends Error {
  override readonly name = 'InputError'
  constructor(
    readonly part: 'params' | 'query' | 'body',
    readonly zod: ZodError,
  ) {
    super('the request does not follow the schema')
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** Null: a fault of ours, of which the caller learns nothing. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof InputError) return invalidInput(error)
  if (error instanceof Refusal) return refused(error)
  if (error instanceof ProblemError) return httpProblem(error.status, error.message)
  // What Fastify refuses before a handler runs: unreadable bodies, wrong content types, too much of them.
  const status = (error as Partial<FastifyError>).statusCode
  if (typeof status !== 'number' || status < 400 || status > 499) return null
  return httpProblem(status in HTTP_ERRORS ? (status as HttpErrorStatus) : 400, messageOf(error))
}

export function httpProblem(status: HttpErrorStatus, detail: string): Problem {
  const [code, title] = HTTP_ERRORS[status]
  return { type: `/problems/${code}`, title, status, detail, code }
}

function refused({ code, message, details }: Refusal): Problem {
  const [status, title] = REFUSALS[code]
  const { path, rule } = details
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: message,
    code,
    ...(path === undefined ? {} : { errors: [{ pointer: path, detail: rule ?? message }] }),
  }
}

function invalidInput({ part, zod }: InputError): Problem {
  const [status, title] = REFUSALS.invalid
  const errors = zod.issues
    .flatMap((issue) => told(issue))
    .map(({ path, message }) => ({ pointer: pointerOf(part, path), detail: message }))
  const detail = errors.map((one) => `${one.pointer || 'the body'}: ${one.detail}`).join('; ')
  return { type: '/problems/invalid', title, status, detail, code: 'invalid', errors }
}

/** Of alternatives the one that came furthest: what is wrong there is what was meant and went wrong. */
function told(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[] = [],
): { path: PropertyKey[]; message: string }[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, message: issue.message }]
  const branches = issue.errors.map((branch) => branch.flatMap((one) => told(one, path)))
  const depth = (branch: { path: PropertyKey[] }[]): number =>
    Math.min(...branch.map((one) => one.path.length))
  return branches.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best))
}

function pointerOf(part: InputError['part'], path: readonly PropertyKey[]): string {
  const names = path.map((name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1'))
  if (part === 'query') return `?${names.join('.')}`
  return names.map((name) => `/${name}`).join('')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'the request cannot be read'
}
