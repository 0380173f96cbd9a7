import type { Refusal, RefusalCode } from '@parley/core'

/**
 * Error codes ([HW] 4.3) with the status they travel under ([HW] 4.2). Upper-snake names are the published ones, or
 * made from the description where none is published.
 */
export const ERRORS = {
  'MMC.100000429': [429, 'FLOW_CONTROL'],
  'MMC.111070001': [400, 'BAD_REQUEST'],
  'MMC.111070002': [400, 'INSUFFICIENT_PERMISSIONS'],
  'MMC.111070003': [500, 'EXCEPTION'],
  'MMC.111070005': [400, 'CONF_DATA_NOT_FOUND'],
  'MMC.111070009': [400, 'CONF_AUTHEN_NEED_PASSWORD'],
  'MMC.111071013': [400, 'CONF_START_TIME_LESS_THAN_CURRENT_TIME'],
  'MMC.111071014': [400, 'START_TIME_OVER_MAX_SCHEDULE_TIME'],
  'MMC.111071016': [400, 'PARAMETERS_MISSING'],
  'MMC.111071017': [400, 'SIZE_OUT_OF_RANGE'],
  'MMC.111071018': [400, 'MEDIA_TYPES_ILLEGAL'],
  'MMC.111071019': [400, 'CONFERENCE_TYPE_ILLEGAL'],
  'MMC.111071021': [400, 'LENGTH_OVER_RANGE'],
  'MMC.111071022': [400, 'SUBJECT_LENGTH_TOO_LONG'],
  'MMC.111071023': [400, 'GROUP_URI_TOO_LONG'],
  'MMC.111071024': [400, 'E_MAIL_TOO_LONG'],
  'MMC.111071025': [400, 'SMS_TOO_LONG'],
  'MMC.111071026': [400, 'DEPARTMENT_NAME_TOO_LONG'],
  'MMC.111071032': [400, 'ILLEGAL_AUTO_RECORD_FLAG'],
  'MMC.111071034': [400, 'ILLEGAL_ENCRYPTION_MODE'],
  'MMC.111071035': [400, 'ILLEGAL_LANGUAGE'],
  'MMC.111071038': [400, 'ILLEGAL_RECORD_TYPE'],
  'MMC.111071039': [400, 'LIVE_ADDRESS_ILLEGAL'],
  'MMC.111071040': [400, 'AUXILIARY_ADDRESS_ILLEGAL'],
  'MMC.111071047': [400, 'ROOM_FLAG_ILLEGAL'],
  'MMC.111071052': [400, 'LINK_LOGIN_LOCKED'],
  'MMC.111071058': [400, 'NOT_ALLOWED_GUEST_FIRST_JOIN'],
  'MMC.111071061': [400, 'PARAMETER_VERIFIED_FAIL'],
  'MMC.111071062': [400, 'JSON_CONVERSION_FAILED'],
  'MMC.111071065': [400, 'CONF_MODIFY_FAIL_AS_CONF_ALREADY_STARTED'],
  'MMC.111071066': [400, 'TOO_MANY_ATTENDEES'],
  'MMC.111071067': [400, 'CONF_CANCEL_FAIL_AS_CONF_STARTED'],
  'MMC.111071074': [400, 'ONLY_ALLOW_USER_IN_ORG'],
  'MMC.111071075': [400, 'ONLY_ALLOW_USER_INVITED'],
  'MMC.111071080': [400, 'GUEST_PWD_ILLEGAL'],
  'MMC.111071081': [400, 'GUEST_PASSWORD_CLASHES_WITH_THE_ID'],
  'MMC.111071082': [400, 'MEETING_COUNT_LIMIT'],
  'MMC.111071091': [400, 'CONF_PWD_AUTH_FAILED'],
  'MMC.111071098': [400, 'INTERPRETATION_GROUPS_NEEDED'],
  'MMC.111071099': [400, 'LANGUAGE_ILLEGAL'],
  'MMC.111071100': [400, 'TOO_MANY_LANGUAGES'],
  'MMC.111071101': [400, 'GROUP_ID_REPEATED'],
  'MMC.111071102': [400, 'TOO_MANY_GROUPS'],
  'MMC.111071103': [400, 'GROUP_REPEATED'],
  'MMC.111071104': [400, 'INVALID_ACCOUNT'],
  'MMC.111071105': [400, 'GUEST_PASSWORD_EQUALS_HOST_PASSWORD'],
  'MMC.111072001': [400, 'RESOURCE_REQUEST_FAILED'],
  'MMC.111072005': [400, 'CONF_NOT_STARTED'],
  'MMC.111072006': [400, 'CONF_IS_CLOSED'],
  'MMC.111072008': [400, 'CONF_PARTICIPANT_NOT_EXIST'],
  'MMC.111072010': [400, 'NOT_SUPPORTED'],
  'MMC.111072011': [400, 'STATE_ILLEGAL'],
  'MMC.111072018': [400, 'HOST_PASSWORD_WRONG'],
  'MMC.111072020': [400, 'RECORDING_NOT_SUPPORTED'],
  'MMC.111072023': [400, 'NO_PARTICIPANTS_GIVEN'],
  'MMC.111072031': [400, 'SITE_CALL_NUMBER_IS_EMPTY'],
  'MMC.111072032': [400, 'NUMBER_TOO_LONG'],
  'MMC.111072033': [400, 'ILLEGAL_URI'],
  'MMC.111072034': [400, 'NAME_TOO_LONG'],
  'MMC.111072035': [400, 'ROLE_RANGE'],
  'MMC.111072036': [400, 'E_MAIL_TOO_LONG'],
  'MMC.111072037': [400, 'SMS_TOO_LONG'],
  'MMC.111072038': [400, 'MUTE_RANGE'],
  'MMC.111072039': [400, 'AUTO_INVITE_RANGE'],
  'MMC.111072045': [400, 'ON_OFF_NOT_IN_RANGE'],
  'MMC.111072046': [400, 'SITE_NAME_IS_EMPTY'],
  'MMC.111072047': [400, 'SITE_NEW_NAME_LENGTH_TOO_LONG'],
  'MMC.111072049': [400, 'RESPONSE_TIME_OUT'],
  'MMC.111072050': [400, 'CONF_LOCKED'],
  'MMC.111072057': [400, 'REQUEST_BODY_IS_NULL'],
  'MMC.111072064': [400, 'CONF_CTR_LOGIN_LOCKED'],
  'MMC.111072065': [400, 'CONF_NOT_FOUND_OR_AUTH_FAILED'],
  'MMC.111072069': [400, 'HOST_CANNOT_RAISE_HAND'],
  'MMC.111072070': [400, 'GUEST_NO_PERMISSION_OPERATION'],
  'MMC.111072071': [400, 'ONLY_ON_ONESELF'],
  'MMC.111072083': [400, 'SHARE_LOCK_FAILED'],
  'MMC.111072101': [400, 'OVER_MAX_PARTICIPANT_NUMBER'],
  'MMC.111072107': [400, 'CHAIR_CANNOT_BE_COHOST'],
  'MMC.111072110': [400, 'COHOST_CANNOT_OPERATE_CHAIR'],
  'MMC.111073001': [400, 'USER_DOES_NOT_EXIST'],
  'MMC.111073014': [400, 'EXTENSION_LIMIT'],
  'MMC.111074001': [400, 'IDO_CONF_CHAIR_EXIST'],
  'MMC.111074002': [400, 'NOT_THE_HOST'],
  'MMC.112100029': [400, 'REQUEST_MISSING_HEADER_OR_PARAM'],
  'USG.000000004': [401, 'ILLEGAL_TOKEN'],
  'USG.201040001': [400, 'ACCOUNT_EXISTS'],
  'USG.206010000': [401, 'WRONG_USER_OR_PASSWORD'],
  'USG.206010007': [412, 'ACCOUNT_DISABLED'],
  'USG.206030015': [423, 'ACCOUNT_LOCKED'],
  'USG.206060011': [400, 'PARAMETER_ERROR'],
  'APIGW.0101': [404, 'The API does not exist'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ErrorCode = keyof typeof ERRORS

/** A refusal that is this wire's own: bad fields, missing headers, calls that are not built. */
export class WireError extends Error {
  override readonly name = 'WireError'
  constructor(
    readonly code: ErrorCode,
    /** Where the document's status for the family does not hold. */
    readonly status: number = ERRORS[code][0],
  ) {
    super(ERRORS[code][1])
  }
}

/** The parts of the API that spell some refusals in their own way. */
export type Area = 'login' | 'management' | 'control'

/** What a command may not, as this wire says it; the control calls' spelling. Complete by type. */
const REFUSED: Record<RefusalCode, ErrorCode> = {
  unauthenticated: 'MMC.111072065',
  'wrong-credentials': 'USG.206010000',
  'account-blocked': 'USG.206030015',
  'too-many': 'MMC.100000429',
  invalid: 'MMC.111071061',
  forbidden: 'MMC.111072070',
  'host-needed': 'MMC.111072070',
  'not-yours': 'MMC.111072071',
  'host-immune': 'MMC.111072110',
  'host-exempt': 'MMC.111072069',
  'host-exists': 'MMC.111074001',
  'not-host': 'MMC.111074002',
  'no-conference': 'MMC.111072065',
  'no-participant': 'MMC.111072008',
  'no-person': 'MMC.111073001',
  'not-inside': 'MMC.111072070',
  'not-started': 'MMC.111072005',
  'host-first': 'MMC.111071058',
  ended: 'MMC.111072006',
  'already-started': 'MMC.111071067',
  locked: 'MMC.111072050',
  full: 'MMC.111072101',
  banned: 'MMC.111070002',
  'tenant-only': 'MMC.111071074',
  'invited-only': 'MMC.111071075',
  'password-needed': 'MMC.111070009',
  'wrong-password': 'MMC.111071091',
  'held-by-host': 'MMC.111072070',
  'share-barred': 'MMC.111072083',
  'chat-barred': 'MMC.111072070',
  'link-taken': 'MMC.111072011',
  quota: 'MMC.111071082',
  'prolong-limit': 'MMC.111073014',
  conflict: 'MMC.111072011',
  exists: 'USG.201040001',
  'no-media': 'MMC.111072001',
  unsupported: 'MMC.111072010',
  'stale-epoch': 'MMC.111072011',
  'stale-cursor': 'MMC.111072011',
  unavailable: 'MMC.111070003',
  timeout: 'MMC.111072049',
}

const ELSEWHERE: Record<Exclude<Area, 'control'>, Partial<Record<RefusalCode, ErrorCode>>> = {
  login: { unauthenticated: 'USG.000000004' },
  management: {
    unauthenticated: 'USG.000000004',
    forbidden: 'MMC.111070002',
    'host-needed': 'MMC.111070002',
    'not-yours': 'MMC.111070002',
    'no-conference': 'MMC.111070005',
  },
}

/** `invalid` says which field; [HW] has a code for some. */
const INVALID: Readonly<Record<string, ErrorCode>> = {
  'title length': 'MMC.111071022',
  'minutes range': 'MMC.111071021',
  'start past': 'MMC.111071013',
  'start too-far': 'MMC.111071014',
  'settings.maxParticipants range': 'MMC.111071017',
  'passwords.guest digits': 'MMC.111071080',
  'passwords.guest equals-host': 'MMC.111071105',
  'passwords.guest equals-id': 'MMC.111071081',
  'name length': 'MMC.111072047',
}

/** What one call says in words of its own. */
export type Spelling = Partial<Record<RefusalCode, ErrorCode>>

/** A refusal of the core in the words of one area, or of one call of it. */
export function presentRefusal(
  { code, details }: Pick<Refusal, 'code' | 'details'>,
  area: Area,
  spelling: Spelling = {},
): WireError {
  const said = spelling[code]
  if (said) return new WireError(said)
  if (code === 'invalid') return new WireError(INVALID[`${details.path} ${details.rule}`] ?? REFUSED.invalid)
  if (code === 'timeout') return new WireError(REFUSED.timeout, 500)
  const own = area === 'control' ? undefined : ELSEWHERE[area][code]
  const found = own ?? REFUSED[code]
  // "Logged in but not allowed" is the one business failure of the MMC family that is no 400 ([HW] 4.2).
  return found === 'MMC.111070002'
    ? new WireError(found, area === 'management' ? 403 : 400)
    : new WireError(found)
}

/** [HW] 4.1: two string fields, nothing else. */
export function presentError(error: WireError): { error_code: string; error_msg: string } {
  return { error_code: error.code, error_msg: error.message }
}
