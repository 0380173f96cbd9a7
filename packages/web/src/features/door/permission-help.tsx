import { lazy, Suspense } from 'react'
import type { Agent } from '../../state/agent.ts'
import type { Trouble } from '../../state/devices.ts'
import { permissionSteps } from '../../state/permission-help.ts'
import { useTexts } from '../../ui/hooks.ts'

const Dialog = lazy(() => import('../../ui/dialog.tsx').then((it) => ({ default: it.Dialog })))

/** How to give camera and microphone back, in the words of this browser and system. */
export function PermissionHelp({
  agent,
  trouble,
  onClose,
}: {
  agent: Agent
  trouble: Trouble
  onClose: () => void
}) {
  const { t } = useTexts()
  return (
    <Suspense fallback={null}>
      <Dialog title={t('help.title')} onClose={onClose}>
        <ol className="steps">
          {permissionSteps(agent, trouble).map((step) => (
            <li key={step}>{t(step)}</li>
          ))}
        </ol>
        <p className="muted">{t('door.continueWithout')}</p>
      </Dialog>
    </Suspense>
  )
}
