import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, ProgressBar, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload'
import { type DragEvent, useRef, useState } from 'react'
import { ErrorBar } from '../kit/error-bar.tsx'
import { ImportReportView } from './import-report-view.tsx'
import { importProblem, importSolution } from './import-solution.ts'
import type { ImportReport } from './studio-api.ts'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  drop: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalXXL,
    textAlign: 'center',
    border: `2px dashed ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusLarge,
    color: tokens.colorNeutralForeground2,
  },
  over: { border: `2px dashed ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorBrandBackground2, color: tokens.colorNeutralForeground1 },
  icon: { fontSize: '32px', display: 'flex', color: tokens.colorBrandForeground1 },
})

type Step = { at: 'choose'; error?: unknown } | { at: 'sending'; words: string } | { at: 'done'; file: string; report: ImportReport }

/** A solution's zip, from the drop zone or the file picker, to the report of what came of it. */
export function ImportDialog(props: { onClose(): void; onImported(): void }) {
  const styles = useStyles()
  const [step, setStep] = useState<Step>({ at: 'choose' })
  const [over, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const cancel = useRef<() => void>(undefined)

  const send = async (file: File | undefined) => {
    if (!file) return
    const problem = importProblem(file)
    if (problem) return setStep({ at: 'choose', error: new Error(problem) })
    setStep({ at: 'sending', words: `Sending ${file.name}…` })
    const sending = importSolution(file, (words) => setStep({ at: 'sending', words }))
    cancel.current = sending.cancel
    try {
      setStep({ at: 'done', file: file.name, report: await sending.done })
      props.onImported()
    } catch (error) {
      setStep({ at: 'choose', error })
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void send(event.dataTransfer.files[0])
  }
  return (
    <Dialog open modalType={step.at === 'sending' ? 'alert' : 'modal'} onOpenChange={(_, data) => !data.open && step.at !== 'sending' && props.onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{step.at === 'done' ? 'Import report' : 'Import a solution'}</DialogTitle>
          <DialogContent className={styles.content}>
            {step.at === 'choose' && (
              <>
                {step.error !== undefined && <ErrorBar title="Nothing was imported" error={step.error} />}
                <div
                  className={mergeClasses(styles.drop, over && styles.over)}
                  onDragOver={(event) => (event.preventDefault(), setOver(true))}
                  onDragLeave={() => setOver(false)}
                  onDrop={drop}
                >
                  <span className={styles.icon} aria-hidden="true"><ArrowUploadRegular /></span>
                  <Text weight="semibold">Drop a solution’s .zip here</Text>
                  <Text size={200}>An export from Copilot Studio, managed or unmanaged, up to 50 MB</Text>
                  <Button appearance="primary" onClick={() => picker.current?.click()}>Choose a file</Button>
                  <input ref={picker} type="file" accept=".zip,application/zip" hidden aria-label="Solution zip" data-testid="solution-file" onChange={(event) => void send(event.target.files?.[0])} />
                </div>
              </>
            )}
            {step.at === 'sending' && (
              <div role="status">
                <Text block>{step.words}</Text>
                <ProgressBar aria-label="Import" />
              </div>
            )}
            {step.at === 'done' && <ImportReportView file={step.file} report={step.report} />}
          </DialogContent>
          <DialogActions>
            {step.at === 'sending' ? (
              <Button onClick={() => cancel.current?.()}>Cancel the import</Button>
            ) : (
              <Button appearance={step.at === 'done' ? 'primary' : 'secondary'} onClick={props.onClose}>{step.at === 'done' ? 'Close' : 'Cancel'}</Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
