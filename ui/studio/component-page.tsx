import { useParams } from 'react-router-dom'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { useLoad } from '../kit/use-load.ts'
import { ApiError } from '../kit/api.ts'
import { PageLink } from '../kit/page-link.tsx'
import { ComponentEditor } from './component-editor.tsx'
import { sectionOf } from './component-place.ts'
import { useCopilot } from './copilot-context.ts'
import { loadComponent } from './studio-api.ts'

/** Loads the component of the address and opens it in the editor. */
export function ComponentPage() {
  const { schemaName = '' } = useParams()
  const { copilot } = useCopilot()
  const loaded = useLoad(`component ${copilot.id} ${schemaName}`, (signal) => loadComponent(copilot.id, schemaName, signal))
  if (loaded.status === 'loading') return <Loading label="Opening…" />
  if (loaded.data) return <ComponentEditor key={loaded.data.schemaName} stored={loaded.data} />

  const known = copilot.components.find((component) => component.schemaName === schemaName)
  const back = <PageLink to={`/copilots/${encodeURIComponent(copilot.id)}/${sectionOf(known?.kind ?? 'topic')}`}>Back to the list</PageLink>
  if (loaded.error instanceof ApiError && loaded.error.status === 404) {
    return (
      <EmptyState title={`There is no ${schemaName} in this copilot`} action={back}>
        Somebody may have deleted it, or the address is mistyped.
      </EmptyState>
    )
  }
  return <ErrorState title="It could not be opened" error={loaded.error} onRetry={loaded.reload} />
}
