export { type CourierConfig, createCourier } from './courier.ts'
export { createSigner } from './standard-webhooks.ts'
