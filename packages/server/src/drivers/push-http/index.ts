export { type CourierConfig, createCourier } from './courier.ts'
export { createSigner, newWebhookSecret } from './standard-webhooks.ts'
