import { Refusal, type RefusalCode } from '@parley/core'

/** Error codes with the HTTP status they travel under ([AL] 5.8). */
export const ERRORS = {
  InvalidAccessKeyId: 403,
  SignatureDoesNotMatch: 403,
  SecurityTokenInvalid: 403,
  AccessDenied: 403,
  AccessDeniedByPreCheck: 403,
  // Ours: what is not built.
  OperationNotSupported: 404,
  EventBusNotExist: 409,
  EventBusNameInvalid: 409,
  EventBusAlreadyExist: 409,
  EventBusCountExceedLimit: 409,
  EventBusRuleNotEmptyForDelete: 409,
  EventRuleNotExisted: 409,
  EventRuleNameInvalid: 409,
  EventRuleAlreadyExist: 409,
  EventRuleCountExceedLimit: 409,
  EventRuleFilterPatternEmpty: 409,
  EventRuleFilterPatternSchemaError: 409,
  EventRuleFilterPatternExceedLimit: 409,
  EventRuleTargetIdDuplicate: 409,
  EventTargetNotExist: 409,
  EventTargetClassNotExist: 409,
  // Ours, by analogy with rules and buses.
  EventTargetCountExceedLimit: 409,
  EventTargetMissingAttribute: 409,
  EventTargetIneffectiveAttribute: 409,
  InvalidConfig: 409,
  NotSupport: 409,
  EventIdEmpty: 409,
  EventDataEmpty: 409,
  EventSourceInvalid: 409,
  EventTypeInvalid: 409,
  EventSpecversionInvalid: 409,
  EventContentTypeInvalid: 409,
  EventExtensionsAttributeExceedLimit: 409,
  EventExtensionsAttributeInvalid: 409,
  EventInvalid: 409,
  EventSizeExceed: 409,
  EventBusEmpty: 409,
  JsonAttributeInvalid: 409,
  PutEventsRequestMoreThanOneEventBus: 409,
  LimitSizeInvalid: 409,
  NextTokenInvalid: 409,
  TooManyRequests: 429,
  InternalError: 500,
} as const satisfies Record<string, 403 | 404 | 409 | 429 | 500>

export type ErrorCode = keyof typeof ERRORS

/** A call, or one entry of it, that this wire says no to. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message)
  }
}

export function deny(code: ErrorCode, message: string): never {
  throw new ApiError(code, message)
}

/**
 * What the core says no with, where no operation knows better. Complete by type; refusals of meetings cannot come up here,
 * so one that does is a fault of ours.
 */
const REFUSED: Record<RefusalCode, ErrorCode> = {
  unauthenticated: 'AccessDenied',
  'wrong-credentials': 'SignatureDoesNotMatch',
  'account-blocked': 'AccessDenied',
  'too-many': 'TooManyRequests',
  invalid: 'JsonAttributeInvalid',
  forbidden: 'AccessDenied',
  quota: 'TooManyRequests',
  conflict: 'TooManyRequests',
  exists: 'EventRuleAlreadyExist',
  unsupported: 'OperationNotSupported',
  unavailable: 'InternalError',
  timeout: 'InternalError',
  'host-needed': 'InternalError',
  'not-yours': 'InternalError',
  'host-immune': 'InternalError',
  'host-exempt': 'InternalError',
  'host-exists': 'InternalError',
  'not-host': 'InternalError',
  'no-conference': 'InternalError',
  'no-participant': 'InternalError',
  'no-person': 'InternalError',
  'not-inside': 'InternalError',
  'not-started': 'InternalError',
  'host-first': 'InternalError',
  ended: 'InternalError',
  'already-started': 'InternalError',
  locked: 'InternalError',
  full: 'InternalError',
  banned: 'InternalError',
  'tenant-only': 'InternalError',
  'invited-only': 'InternalError',
  'password-needed': 'InternalError',
  'wrong-password': 'InternalError',
  'held-by-host': 'InternalError',
  'share-barred': 'InternalError',
  'chat-barred': 'InternalError',
  'link-taken': 'InternalError',
  'prolong-limit': 'InternalError',
  'no-media': 'InternalError',
  'stale-epoch': 'InternalError',
  'stale-cursor': 'InternalError',
}

/** Any error as this wire says it; null: a fault of ours, of which the caller learns nothing. */
export function apiErrorOf(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error
  if (error instanceof Refusal) {
    const code = REFUSED[error.code]
    return code === 'InternalError' ? null : new ApiError(code, error.message)
  }
  // What Fastify refuses before a handler runs.
  const { statusCode, message = '' } = error as { statusCode?: number; message?: string }
  if (statusCode === 413) return new ApiError('EventSizeExceed', 'the body is too large')
  if (statusCode === undefined || statusCode < 400 || statusCode > 499) return null
  return new ApiError('JsonAttributeInvalid', message)
}

/** In both casings: the SDK reads the lower one, the documents show the upper one ([AL] 5.7). */
export function presentError({ code, message }: Pick<ApiError, 'code' | 'message'>, requestId: string) {
  return { code, message, requestId, Code: code, Message: message, RequestId: requestId }
}
