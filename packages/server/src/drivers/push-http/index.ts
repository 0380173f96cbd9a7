export { type CourierConfig, createCourier } from './courier.ts'
export { createRequester, type RequesterParts } from './requester.ts'
export { createSigningKeys, type SigningKeys } from './signing-keys.ts'
