import { BUILT_IN_BUSES, type EventBus, MOST_BUSES, Refusal } from '@parley/core'
import { z } from 'zod'
import { deny } from '../errors.ts'
import { checkNewBusName, type Names } from '../names.ts'
import type { Operation } from '../operation.ts'
import { page } from '../paging.ts'
import { isTags } from '../present/rule.ts'
import { description, read, tags, text, whole } from '../receive/read.ts'
import { requireBus } from './require.ts'

const created = z.object({ EventBusName: z.string(), Description: description, Tags: tags })
const named = z.object({ EventBusName: z.string() })
const listed = z.object({ NamePrefix: text, Limit: whole, NextToken: text })

export const createEventBus: Operation = async (body, { pushStore, clock, names }) => {
  const { EventBusName: name, Description = '', Tags = null } = read(created, body)
  checkNewBusName(name)
  const own = (await pushStore.buses()).filter((bus) => !BUILT_IN_BUSES.includes(bus.name))
  if (own.length >= MOST_BUSES) deny('EventBusCountExceedLimit', `there are ${MOST_BUSES} buses already`)
  try {
    const now = clock.now()
    await pushStore.createBus({ name, description: Description, enabled: true, tags: Tags, createdAt: now })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'exists')
      deny('EventBusAlreadyExist', `there is a bus ${name} already`)
    throw error
  }
  return { EventBusARN: names.busArn(name) }
}

export const getEventBus: Operation = async (body, { pushStore, names }) => {
  const { EventBusName } = read(named, body)
  return presentBus(await requireBus(EventBusName, pushStore), names)
}

export const listEventBuses: Operation = async (body, { pushStore, names }) => {
  const wish = read(listed, body)
  const buses = (await pushStore.buses()).filter(({ name }) => name.startsWith(wish.NamePrefix ?? ''))
  const { items, ...rest } = page(buses, ({ name }) => name, wish)
  return { EventBuses: items.map((bus) => presentBus(bus, names)), ...rest }
}

export const deleteEventBus: Operation = async (body, { pushStore }) => {
  const { EventBusName: name } = read(named, body)
  const { name: known } = await requireBus(name, pushStore)
  try {
    if (!(await pushStore.deleteBus(known))) deny('EventBusNotExist', `there is no bus ${name}`)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'conflict')
      deny('EventBusRuleNotEmptyForDelete', `the bus ${name} has rules`)
    throw error
  }
  return {}
}

function presentBus({ name, description, tags: kept, createdAt }: EventBus, names: Names) {
  return {
    EventBusName: name,
    EventBusARN: names.busArn(name),
    Description: description,
    CreateTimestamp: createdAt,
    ...(isTags(kept) ? { Tags: kept } : {}),
  }
}
