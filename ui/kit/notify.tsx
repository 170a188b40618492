import { Toast, ToastBody, ToastTitle, Toaster, useToastController } from '@fluentui/react-components'
import { useCallback } from 'react'
import { messageOf } from './api.ts'

const toasterId = 'baton'

/** Where notices appear; Fluent announces them politely to screen readers. One per page, `mountPage` has it. */
export const Notices = () => <Toaster toasterId={toasterId} position="top" pauseOnHover pauseOnWindowBlur timeout={6000} offset={{ vertical: 56 }} />

export type Notice = { title: string; body?: string; intent?: 'info' | 'success' | 'warning' | 'error' }

/** `notify({title})` shows a notice for some seconds; `notifyError(title, error)` a failure. */
export function useNotify() {
  const { dispatchToast } = useToastController(toasterId)
  const notify = useCallback(
    (notice: Notice) =>
      dispatchToast(
        <Toast>
          <ToastTitle>{notice.title}</ToastTitle>
          {notice.body && <ToastBody>{notice.body}</ToastBody>}
        </Toast>,
        { intent: notice.intent ?? 'info' },
      ),
    [dispatchToast],
  )
  const notifyError = useCallback((title: string, error: unknown) => notify({ title, body: messageOf(error), intent: 'error' }), [notify])
  return { notify, notifyError }
}
