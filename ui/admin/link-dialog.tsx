import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Text, makeStyles, tokens } from '@fluentui/react-components'
import { CopyField } from '../kit/copy-field.tsx'
import { formatFull } from '../kit/time.ts'
import { useReturnFocus } from '../kit/use-return-focus.ts'
import type { PersonWithLink } from './admin-api.ts'

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } })

/** The link to hand over. It is told here and nowhere else. */
export function LinkDialog(props: { given: PersonWithLink; onClose(): void }) {
  useReturnFocus()
  const styles = useStyles()
  const { person, link } = props.given
  const title = link.purpose === 'invitation' ? `Invite ${person.name}` : `A new password for ${person.name}`
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>
              Copy this link and give it to {person.name} ({person.email}) yourself, over a channel you trust: whoever opens it sets the password. It works once, until {formatFull(link.expiresAt)}, and is not shown again; a new link ends this one.
            </Text>
            <CopyField label="Link" value={link.url} />
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={props.onClose}>Done</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
