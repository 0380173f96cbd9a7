export { createCourier } from './courier.ts'
export { createRequester } from './requester.ts'
export { createSigningKeys } from './signing-keys.ts'
