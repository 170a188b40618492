import { Component, type ReactNode } from 'react'
import { ErrorState } from './states.tsx'

/** A bug in a page shows a readable failure instead of an empty screen. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return (
      <main>
        <ErrorState title="This page stopped working" error={this.state.error} onRetry={() => location.reload()} />
      </main>
    )
  }
}
