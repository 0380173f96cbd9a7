import type { FormEvent } from 'react'
import type { Console, ConsoleState } from '../../state/console/console.ts'
import type { DeliveryFilter, DeliveryStatus, DeliveryView } from '../../state/console/console-api.ts'
import { timeText } from '../../state/duration.ts'
import { Field } from '../../ui/field.tsx'
import { SelectField } from './fields.tsx'
import { PlaceLink, useConsoleTexts } from './pieces.tsx'

const STATUSES = ['all', 'pending', 'delivered', 'exhausted', 'cancelled'] as const
const TONES: Record<DeliveryStatus, string> = {
  pending: 'mark-warning',
  delivered: 'mark-good',
  exhausted: 'mark-danger',
  cancelled: 'muted',
}

export function DeliveriesView({
  model,
  state,
  filter,
}: {
  model: Console
  state: ConsoleState
  filter: DeliveryFilter
}) {
  const { t } = useConsoleTexts()
  const { deliveries, busy, problem } = state
  return (
    <>
      <div className="console-head">
        <div>
          <h1>{t('deliveries')}</h1>
          <p className="muted">{t('deliveriesLead')}</p>
        </div>
        {filter.status === 'exhausted' ? (
          <button
            type="button"
            className="button"
            aria-disabled={busy}
            onClick={() => void model.resendAll()}
          >
            {t('resendAll')}
          </button>
        ) : null}
      </div>
      <Filter key={JSON.stringify(filter)} model={model} filter={filter} />
      {deliveries === null && !problem ? <p className="muted">{t('loading')}</p> : null}
      {deliveries?.items.length === 0 ? <p className="muted">{t('noDeliveries')}</p> : null}
      {deliveries && deliveries.items.length > 0 ? (
        <ul className="rows">
          {deliveries.items.map((delivery) => (
            <DeliveryRow key={delivery.id} model={model} delivery={delivery} />
          ))}
        </ul>
      ) : null}
      {deliveries?.next ? (
        <div>
          <button type="button" className="button" aria-disabled={busy} onClick={() => void model.more()}>
            {t('more')}
          </button>
        </div>
      ) : null}
    </>
  )
}

function Filter({ model, filter }: { model: Console; filter: DeliveryFilter }) {
  const { t } = useConsoleTexts()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const status = String(data.get('status') ?? 'all')
    void model.filter({
      ...filter,
      status: status === 'all' ? null : (status as DeliveryStatus),
      event: String(data.get('event') ?? '').trim() || null,
    })
  }
  return (
    <form className="console-filter" onSubmit={submit}>
      <SelectField
        name="status"
        label={t('status')}
        options={STATUSES.map((status) => [status, t(`status.${status}`)])}
        defaultValue={filter.status ?? 'all'}
      />
      <Field name="event" label={t('eventId')} defaultValue={filter.event ?? ''} autoComplete="off" />
      <button type="submit" className="button">
        {t('apply')}
      </button>
    </form>
  )
}

function DeliveryRow({ model, delivery }: { model: Console; delivery: DeliveryView }) {
  const { t, locale } = useConsoleTexts()
  const { id, eventType, ruleName, targetName, status, attemptCount, nextAttemptAt, createdAt } = delivery
  const when = (time: string) => timeText(Date.parse(time), Date.now(), locale)
  return (
    <li className="row" data-testid="delivery">
      <div className="row-what">
        <h2 className="row-title code">
          <PlaceLink model={model} to={{ is: 'delivery', id }}>
            {eventType}
          </PlaceLink>
        </h2>
        <p className="muted figures">
          {when(createdAt)} · {ruleName} · {targetName}
        </p>
        <p className="muted figures">
          {t('attempts')} {attemptCount}
          {nextAttemptAt && attemptCount > 0 ? ` · ${t('next')} ${when(nextAttemptAt)}` : ''}
        </p>
      </div>
      <span className={TONES[status]}>{t(`status.${status}`)}</span>
    </li>
  )
}
