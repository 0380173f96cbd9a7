import { expect, it } from 'vitest'
import { explain } from './explain.ts'
import { parsePattern } from './parse-pattern.ts'

const event = {
  source: 'acs.aliyuncvc',
  type: 'aliyuncvc:MeetingEvent:MemberOperate',
  data: {
    action: 'Camera_on',
    time: 1_790_000_000_000,
    groupId: 7,
    address: '10.0.1.7',
    tags: ['a', { k: 1 }],
    one: ['b'],
    none: [],
    nothing: null,
    room: { floor: 3 },
    users: [
      { id: 'u1', role: 'guest' },
      { id: 'u2', role: 'guest' },
    ],
    long: 'x'.repeat(200),
  },
}
const told = (pattern: unknown) =>
  explain(parsePattern(JSON.stringify(pattern)).pattern, event).fields.map(
    ({ pointer, matched, why }) => `${matched ? 'yes' : 'no '} ${pointer}: ${why}`,
  )

it('[D28] says of each operator in words why it holds or not', () => {
  const data = (operator: unknown, ...keys: string[]) =>
    keys.flatMap((key) => told({ data: { [key]: [operator] } }))
  expect(
    [
      data('camera_on', 'action', 'groupId', 'absent'),
      data('7', 'groupId'),
      data(null, 'nothing', 'action'),
      data({ prefix: 'camera_' }, 'action', 'groupId'),
      data({ prefix: 'Cam', suffix: '_on' }, 'action', 'long'),
      data({ contains: 'mera' }, 'action', 'nothing', 'long'),
      data({ 'anything-but': ['7', null] }, 'action', 'groupId', 'nothing', 'absent'),
      data({ exists: true }, 'none', 'absent'),
      data({ exists: false }, 'none', 'absent'),
      data({ numeric: ['>', 10, '<', 20] }, 'groupId', 'action', 'time'),
      data({ numeric: ['<', 10] }, 'groupId'),
      data({ cidr: '10.0.0.0/24' }, 'address', 'action'),
      data({ cidr: '10.0.0.0/16' }, 'address'),
      data('b', 'tags', 'one', 'none', 'room'),
    ]
      .flat()
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "no  /data/action: "Camera_on" is not "camera_on" (letter case counts)
    no  /data/groupId: 7 is not "camera_on"
    no  /data/absent: the event has no /data/absent
    yes /data/groupId: 7 is "7"
    yes /data/nothing: null is null
    no  /data/action: "Camera_on" is not null
    no  /data/action: "Camera_on" does not begin with "camera_"
    no  /data/groupId: 7 is a number, but prefix and suffix look at strings only
    yes /data/action: "Camera_on" begins with "Cam" and ends with "_on"
    no  /data/long: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… does not begin with "Cam" and end with "_on"
    yes /data/action: "Camera_on" contains "mera"
    no  /data/nothing: null is null, but contains looks at strings only
    no  /data/long: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… does not contain "mera"
    yes /data/action: "Camera_on" is nothing that {"anything-but":["7",null]} excludes
    no  /data/groupId: 7 is what {"anything-but":["7",null]} excludes
    no  /data/nothing: null is what {"anything-but":["7",null]} excludes
    no  /data/absent: the event has no /data/absent
    yes /data/none: the event has /data/none
    no  /data/absent: the event has no /data/absent
    no  /data/none: the event has /data/none
    yes /data/absent: the event has no /data/absent
    no  /data/groupId: 7 is not in {"numeric":[">",10,"<",20]}
    no  /data/action: "Camera_on" is a string, but numeric looks at numbers only
    no  /data/time: 1790000000000 is not in {"numeric":[">",10,"<",20]}
    yes /data/groupId: 7 is in {"numeric":["<",10]}
    no  /data/address: "10.0.1.7" is not in {"cidr":"10.0.0.0/24"}
    no  /data/action: "Camera_on" is no IPv4 or IPv6 address
    yes /data/address: "10.0.1.7" is in {"cidr":"10.0.0.0/16"}
    no  /data/tags: of /data/tags none of 2 elements: "a" is not "b", and so on
    yes /data/one: of /data/one the element "b" is "b"
    no  /data/none: /data/none is an empty array
    no  /data/room: {"floor":3} is an object, which only exists looks at"
  `)
})

it('[D28] says of each alternative why it failed, and where the event was looked at', () => {
  const { pattern } = parsePattern(
    JSON.stringify({
      source: ['acs.aliyuncvc'],
      data: { action: ['camera_off', { prefix: 'mic_' }], users: { id: ['u2'], role: ['host'] } },
    }),
  )
  expect(explain(pattern, event)).toMatchInlineSnapshot(`
    {
      "fields": [
        {
          "actual": {
            "pointer": "/source",
            "there": true,
            "value": "acs.aliyuncvc",
          },
          "alternatives": [
            {
              "matched": true,
              "pointer": "/source/0",
              "why": ""acs.aliyuncvc" is "acs.aliyuncvc"",
            },
          ],
          "expected": ""acs.aliyuncvc"",
          "matched": true,
          "pointer": "/source",
          "why": ""acs.aliyuncvc" is "acs.aliyuncvc"",
        },
        {
          "actual": {
            "pointer": "/data/action",
            "there": true,
            "value": "Camera_on",
          },
          "alternatives": [
            {
              "matched": false,
              "pointer": "/data/action/0",
              "why": ""Camera_on" is not "camera_off"",
            },
            {
              "matched": false,
              "pointer": "/data/action/1",
              "why": ""Camera_on" does not begin with "mic_"",
            },
          ],
          "expected": ""camera_off" or {"prefix":"mic_"}",
          "matched": false,
          "pointer": "/data/action",
          "why": ""Camera_on" is not "camera_off"; "Camera_on" does not begin with "mic_"",
        },
        {
          "actual": {
            "pointer": "/data/users/1/id",
            "there": true,
            "value": "u2",
          },
          "alternatives": [
            {
              "matched": true,
              "pointer": "/data/users/id/0",
              "why": ""u2" is "u2"",
            },
          ],
          "expected": ""u2"",
          "matched": true,
          "pointer": "/data/users/id",
          "why": ""u2" is "u2"",
        },
        {
          "actual": {
            "pointer": "/data/users/1/role",
            "there": true,
            "value": "guest",
          },
          "alternatives": [
            {
              "matched": false,
              "pointer": "/data/users/role/0",
              "why": ""guest" is not "host"",
            },
          ],
          "expected": ""host"",
          "matched": false,
          "pointer": "/data/users/role",
          "why": ""guest" is not "host"",
        },
      ],
      "matched": false,
    }
  `)
})

it('[D28] an empty pattern matches without a word', () => {
  expect(explain(parsePattern('{}').pattern, event)).toEqual({ matched: true, fields: [] })
})
