export { createCourier } from './courier.ts'
export { createSigner } from './standard-webhooks.ts'
