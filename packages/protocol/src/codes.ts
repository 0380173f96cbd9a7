/** Error codes of [WC] 4.10, each with the sentence that goes into `error.message` when nothing better is known. */
export const errorCodes = {
  '-32700': 'The text is not JSON.',
  '-32600': 'The object is not a JSON-RPC 2.0 request.',
  '-32601': 'There is no such method on this transport.',
  '-32602': 'The parameters do not fit the method.',
  '-32603': 'The server failed while handling the call.',
  '401': 'Not signed in, or the token is not valid any more.',
  '403': 'This subject may not do that.',
  '404': 'There is no such resource.',
  '408': 'The server did not finish in time.',
  '409': 'The call conflicts with another change.',
  '413': 'The request is too big.',
  '415': 'The type or namespace is not supported.',
  '419': 'The account is locked.',
  '429': 'Too many requests; try again later.',
  '500': 'The server failed.',
  '501': 'This server does not offer that.',
  '503': 'The service is not available at the moment.',
  '504': 'A server behind this one did not answer in time; the outcome is unknown.',
  '601': 'A parameter is missing or not acceptable.',
  '602': 'A rule of this site does not allow that.',
  '603': 'That is not possible in this situation.',
  '605': 'Not acceptable.',
  '612': 'There is no such item, or it was deleted.',
  '614': 'It exists already.',
  '615': 'Name or secret is wrong.',
  '616': 'The call failed.',
  '730': 'The conference has not started.',
  '731': 'The conference has ended.',
  '732': 'There is no such conference.',
  '733': 'The conference is locked.',
  '734': 'The conference is full.',
  '735': 'You were removed from this conference and may not return.',
  '736': 'That takes the right of the chair.',
  '737': 'You are not in this conference.',
  '738': 'The chair does not allow you to switch that on.',
  '739': 'No media are available.',
  '740': 'That version is unknown or too old; take the snapshot.',
  '741': 'That belongs to an earlier allocation of the media.',
  '742': 'No more guests can be admitted.',
} as const satisfies Record<string, string>

type Codes = keyof typeof errorCodes
type ToNumber<T extends string> = T extends `${infer N extends number}` ? N : never
export type ErrorCode = ToNumber<Codes>

export const sentenceOf = (code: number): string | undefined =>
  Object.hasOwn(errorCodes, String(code)) ? errorCodes[String(code) as Codes] : undefined
