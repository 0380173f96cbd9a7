import type { Mark } from './row.ts'

export type FieldType = 'string' | 'int' | 'boolean' | 'list'

/** Names with the type each has on the wire, by what the field rests on. */
type Fields = Partial<Record<Mark, Partial<Record<FieldType, string>>>>

export type Notify = {
  type: string
  /** Where the payload's fields lie. */
  fields: readonly { under?: string; fields: Fields }[]
  /** Documented or seen, and not sent. */
  unsent?: readonly { mark: Mark; names: string; why: string }[]
}

const PEOPLE: Notify['fields'] = [
  { under: 'data[].', fields: { D: { string: 'pid', int: 'mode' } } },
  {
    under: 'data[].pinfoMap.',
    fields: {
      D: {
        string:
          'NAME TEL ROLE STATE HAND MUTE VIDEO SHARE BROADCAST ROLLCALL ADDTIME ANONYMOUS LOCALREC CLICENT_LOGIN_TYPE VIEW_TYPE',
      },
      X: {
        string:
          'CAMERASTATE CLIENT_LOGIN_TYPE IS_COHOST INVITE_SHARE_STATE ACCOUNT_ID ACCOUNT THIRDACCOUNT ORG_ID RTC_USER_ID',
      },
    },
  },
]
const PEOPLE_UNSENT: Notify['unsent'] = [
  { mark: 'D', names: 'M T', why: 'they number the seats of a mixing server; there is none' },
  { mark: 'X', names: 'ALLOW_CLIENT_REC CLIENT_REC_STATE', why: 'pages do not record' },
  {
    mark: 'X',
    names: 'CLIENT_CAPABILITIES LOCKED_VIEW ROLE_SWITCH_OVER IS_SVC USER_AGENT',
    why: 'optional, and what they mean is not documented',
  },
]

/** [HW] 2.3, of every push. */
export const ENVELOPE: Notify = {
  type: 'Envelope',
  fields: [
    {
      fields: {
        D: { string: 'action msgID confID', int: 'msgMode version createTime' },
        ours: { int: 'revision' },
      },
    },
  ],
}

const INTERPRETER_UNSENT = 'interpreterType interpreterId aiDigitalInfo'

/** [HW] 2.4. */
export const NOTIFIES: readonly Notify[] = [
  {
    type: 'ConfBasicInfoNotify',
    fields: [
      {
        fields: {
          D: {
            string: 'displayID title startTime scheduledStartTime owner ownerID guestJoinUri confMode',
            int: 'recType media userType supportWatermark callInRestriction realTimeSubtitle',
          },
          X: {
            string: 'orgID confPortalCapabilities',
            int: 'aiRecType audienceCallInRestriction bignumMultiPicSwitch partViewSwitch simultaneousInterpretation supportCohost supportClientRecord inviteShareSwitch',
            boolean: 'webinar supportWaitingRoom',
          },
        },
      },
      { under: 'pwds[].', fields: { D: { string: 'role pwd' } } },
    ],
  },
  {
    type: 'ConfDynamicInfoNotify',
    fields: [
      {
        fields: {
          D: {
            string: 'endTime state mode confIMGroupId',
            int: 'vas lock mute canUnmute lockSharing chairView partViewNum maxPartViewNum recState forbiddenChat recOccurred realTimeSubtitle',
          },
          X: {
            string: 'audienceVideoLayout',
            int: 'picNum aiRecState enableShareSetting callInRestriction audienceCallInRestriction audienceTotalCount simultaneousInterpretation clientRecState clientRecMode waitingRoomState showAudienceMode audienceCountMultiple audienceCountReal',
            boolean: 'allowAudience pause',
            list: 'lanChannels',
          },
        },
      },
      { under: 'multiPic.', fields: { D: { int: 'picNum period' } } },
      { under: 'multiPic.picInfos[].', fields: { D: { int: 'index share', list: 'id' } } },
    ],
  },
  { type: 'ParticipantsNotify', fields: PEOPLE, unsent: PEOPLE_UNSENT },
  {
    type: 'AttendeesNotify',
    fields: [
      {
        under: 'data[].',
        fields: {
          D: {
            string: 'userUUID participantID phone name accountId type address deptName orgId',
            int: 'mode role isMute isAutoInvite',
            boolean: 'hidePhone isNotOverlayPidName',
          },
          X: { string: 'orgID' },
        },
      },
    ],
    unsent: [
      { mark: 'D', names: 'email sms deptUUID thirdAccount', why: 'not kept of those who are invited' },
    ],
  },
  {
    type: 'SpeakerChangeNotify',
    fields: [
      { under: 'data[].', fields: { D: { string: 'pid', int: 'speakingVolume' }, X: { string: 'name' } } },
    ],
  },
  {
    type: 'NetConditionNotify',
    fields: [
      {
        under: 'data[].',
        fields: {
          D: { string: 'participantID netInfo lostPacketRate delay jitter fluxIn fluxOut', int: 'mode' },
        },
      },
    ],
    unsent: [
      {
        mark: 'D',
        names:
          'audioOutLossPacketRate videoInLossPacketRate videoOutLossPacketRate assistVideoInLossPacketRate assistVideoOutLossPacketRate outJitter videoFluxIn videoFluxOut assistVideoFluxIn assistVideoFluxOut bandwidth audioCodecType videoCodecType',
        why: 'pages measure their line, not each medium of it',
      },
    ],
  },
  {
    type: 'InviteResultNotify',
    fields: [
      { under: 'data[].', fields: { D: { string: 'callNumber errorCode' }, X: { string: 'resultCode' } } },
    ],
  },
  {
    type: 'RealTimeSubtitleNotify',
    fields: [
      // Numbers in every other type.
      { fields: { D: { string: 'version createTime' } } },
      {
        under: 'data.',
        fields: {
          D: { string: 'participantID', int: 'timestamp beginTime endTime', boolean: 'isFinal' },
        },
      },
      {
        under: 'data.msgs[].',
        fields: { D: { string: 'subtitleLang translateText' }, X: { int: 'id' } },
      },
    ],
  },
  {
    type: 'WaitingListNotify',
    fields: [
      { under: 'data[].', fields: { D: { string: 'pid', int: 'mode' }, X: { int: 'delType' } } },
      {
        under: 'data[].pinfoMap.',
        fields: {
          D: {
            string:
              'NAME TEL ADDTIME ANONYMOUS CLICENT_LOGIN_TYPE CLIENT_LOGIN_TYPE ORG_ID ACCOUNT_ID ACCOUNT THIRDACCOUNT WAITINGSTATE',
          },
        },
      },
    ],
  },
  {
    type: 'InterpreterGroupNotify',
    fields: [
      {
        under: 'data[].',
        fields: {
          D: { string: 'groupId groupName groupType firstLanguage secondLanguage' },
          ours: { string: 'groupID' },
        },
      },
      {
        under: 'data[].interpreters[].',
        fields: { D: { string: 'loginAccount userID callNumber name' } },
      },
      {
        under: 'interpreterGroups[].',
        fields: {
          X: { string: 'groupID groupName groupType firstLanguage secondLanguage' },
          ours: { string: 'groupId' },
        },
      },
      {
        under: 'interpreterGroups[].interpreters[].',
        fields: { X: { string: 'loginAccount userID callNumber name' } },
      },
    ],
    unsent: [{ mark: 'D', names: INTERPRETER_UNSENT, why: 'not kept: the media’s' }],
  },
  {
    type: 'CustomMultiPicNotify',
    fields: [
      { fields: { C: { string: 'mode', int: 'picNum period vas', boolean: 'skipEmptyPic' } } },
      { under: 'picInfos[].', fields: { C: { int: 'index share isAutoPollingPic', list: 'id' } } },
      { under: 'picInfos[].picUserList[].', fields: { C: { string: 'userId' } } },
      { under: 'picLayout.', fields: { C: { int: 'x y' } } },
      { under: 'picLayout.subPicLayoutInfoList[].', fields: { C: { int: 'id left top xSize ySize' } } },
    ],
    unsent: [
      {
        mark: 'C',
        names:
          'portalMode userPicInfos portalPicLayout picMode portalPicMode portalPicNum activeIndex portalActiveIndex portalPeriod isChairViewMultiPic portalSkipEmptyPic',
        why: 'the one client that has them does nothing with them',
      },
    ],
  },
  {
    type: 'NetworkQualityNotify',
    fields: [
      {
        under: 'data[].',
        fields: {
          ours: {
            string: 'participantID netRate',
            int: 'mode bandWidthUp bandWidthDown lostPacketRateUp lostPacketRateDown delay',
          },
        },
      },
    ],
    unsent: [
      {
        mark: 'ours',
        names: 'videoQos audioQos auxQos',
        why: 'pages measure their line, not each medium of it',
      },
    ],
  },
  {
    type: 'ChannelAndParticipantsNotify',
    fields: PEOPLE.map(({ under = '', fields: { D = {}, X = {} } }) => ({
      under,
      fields: {
        C: { string: [D.string, X.string].filter(Boolean).join(' '), ...(D.int ? { int: D.int } : {}) },
      },
    })),
    unsent: PEOPLE_UNSENT,
  },
]

export type Expected = { path: string; type: FieldType; mark: Mark }

/** Every field that a notify has, with its path in the frame. */
export function expectedOf({ fields }: Notify): Expected[] {
  return fields.flatMap(({ under = '', fields: byMark }) =>
    Object.entries(byMark).flatMap(([mark, byType]) =>
      Object.entries(byType).flatMap(([type, names]) =>
        names.split(' ').map((name) => ({
          path: under + name,
          type: type as FieldType,
          mark: mark as Mark,
        })),
      ),
    ),
  )
}
