export type { WebhookHeaders } from './signed-headers.ts'
export { type VerifiedWebhook, type VerifyOptions, verifyWebhook } from './verify-webhook.ts'
export { WebhookError, type WebhookErrorReason } from './webhook-error.ts'
