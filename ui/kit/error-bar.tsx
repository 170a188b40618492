import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { messageOf } from './api.ts'

/** A failure inside a page, in words. `politeness` is assertive: it is announced at once. */
export function ErrorBar(props: { title?: string; error: unknown; onRetry?: () => void; onDismiss?: () => void }) {
  return (
    <MessageBar intent="error" politeness="assertive" layout="multiline">
      <MessageBarBody>
        {props.title && <MessageBarTitle>{props.title}</MessageBarTitle>}
        {messageOf(props.error)}
      </MessageBarBody>
      {(props.onRetry || props.onDismiss) && (
        <MessageBarActions>
          {props.onRetry && <Button size="small" onClick={props.onRetry}>Try again</Button>}
          {props.onDismiss && <Button size="small" appearance="transparent" onClick={props.onDismiss}>Dismiss</Button>}
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
