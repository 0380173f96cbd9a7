import { useEffect, useMemo } from 'react'
import { createConsoleTexts } from '../../i18n/console-texts.ts'
import type { App } from '../../state/app.ts'
import type { Console, ConsoleState } from '../../state/console/console.ts'
import { NO_FILTER } from '../../state/console/place.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { Shell } from '../../ui/shell.tsx'
import { DeliveriesView } from './deliveries-view.tsx'
import { DeliveryDetailView } from './delivery-view.tsx'
import { ConsoleTextsContext, PlaceLink, SaidText, useConsoleTexts } from './pieces.tsx'
import { RuleView } from './rule-view.tsx'
import { RulesView } from './rules-view.tsx'
import { SignIn } from './sign-in.tsx'
import './console.css'

const textsIn = createConsoleTexts(navigator.languages)
/** The console: rules with their targets, and deliveries, for administrators. */
export function ConsolePage({ app, model }: { app: App; model: Console }) {
  const { language } = useTexts()
  const texts = useMemo(() => textsIn(language), [language])
  const state = useStore(model.store)
  const { t } = texts
  useEffect(() => {
    document.title = `${t('title')} · Parley`
  }, [t])

  return (
    <ConsoleTextsContext value={texts}>
      <Shell app={app}>
        {state.account.is === 'in' ? (
          <Parts model={model} state={state} name={state.account.name} />
        ) : (
          <SignIn model={model} state={state} />
        )}
      </Shell>
    </ConsoleTextsContext>
  )
}

function Parts({ model, state, name }: { model: Console; state: ConsoleState; name: string }) {
  const { t, say } = useConsoleTexts()
  const { place, problem, notice } = state
  const inRules = place.is === 'rules' || place.is === 'rule' || place.is === 'newRule'
  return (
    <div className="console">
      <div className="console-top">
        <nav className="console-nav" aria-label={t('nav')}>
          <PlaceLink model={model} to={{ is: 'rules' }} current={inRules}>
            {t('rules')}
          </PlaceLink>
          <PlaceLink model={model} to={{ is: 'deliveries', filter: NO_FILTER }} current={!inRules}>
            {t('deliveries')}
          </PlaceLink>
        </nav>
        <div className="console-account">
          <span className="muted">{t('signedInAs', { name })}</span>
          <button type="button" className="button button-quiet" onClick={() => void model.signOut()}>
            {t('signOut')}
          </button>
        </div>
      </div>
      <div role="status" className={notice ? 'console-notice' : 'unseen'}>
        {notice ? say(notice) : ''}
      </div>
      {problem ? (
        <p role="alert" className="field-problem">
          <SaidText said={problem} />{' '}
          <button type="button" className="link" onClick={() => void model.refresh()}>
            {t('retry')}
          </button>
        </p>
      ) : null}
      <PlaceView model={model} state={state} />
    </div>
  )
}

function PlaceView({ model, state }: { model: Console; state: ConsoleState }) {
  const { place } = state
  switch (place.is) {
    case 'rules':
      return <RulesView model={model} state={state} />
    case 'newRule':
    case 'rule':
      return <RuleView key={place.is === 'rule' ? place.id : 'new'} model={model} state={state} />
    case 'deliveries':
      return <DeliveriesView model={model} state={state} filter={place.filter} />
    case 'delivery':
      return <DeliveryDetailView model={model} state={state} />
    default:
      return place satisfies never
  }
}
