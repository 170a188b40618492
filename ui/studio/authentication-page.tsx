import { Text, makeStyles, tokens } from '@fluentui/react-components'
import { CopyField } from '../kit/copy-field.tsx'
import { PageLayout, Section } from '../kit/page-layout.tsx'
import { ErrorState, Loading } from '../kit/states.tsx'
import { useLoad } from '../kit/use-load.ts'
import { loadAuthentication } from './authentication-api.ts'
import { useCopilot } from './copilot-context.ts'
import { SignInForm } from './sign-in-form.tsx'
import { SkillForm } from './skill-form.tsx'

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } })

/** How customers sign in to the copilot, and how the copilot says to its skills who it is. */
export function AuthenticationPage() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const loaded = useLoad(`authentication ${copilot.id}`, (signal) => loadAuthentication(copilot.id, signal))
  const { data } = loaded
  return (
    <PageLayout title="Authentication" of={copilot.name} lead="Who customers are, and who this copilot is to its skills. Changes count at once, without publishing.">
      {loaded.status === 'loading' && <Loading />}
      {loaded.status === 'failed' && !data && <ErrorState title="The settings could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {data && (
        <Section title="Customers sign in">
          <SignInForm key={data.signIn?.changedAt ?? 'none'} settings={data} onChanged={loaded.setData} />
        </Section>
      )}
      {data && (
        <Section title="Skills">
          {data.skills.length === 0 && <Text className={styles.quiet}>This copilot has no skills. A skill arrives with an imported package; a topic calls it with the node “Use a skill”.</Text>}
          {data.skills.map((skill) => <SkillForm key={`${skill.skillId} ${skill.changedAt ?? ''}`} skill={skill} onChanged={loaded.setData} />)}
          {data.skills.length > 0 && <CopyField label="Issuer of our tokens, for skills that check them" value={data.skillIssuer} />}
        </Section>
      )}
    </PageLayout>
  )
}
