import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const narrow = '@media (max-width: 760px)'

const useStyles = makeStyles({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase300,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    [narrow]: { display: 'block' },
  },
  head: { [narrow]: { display: 'none' } },
  th: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    textAlign: 'left',
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    whiteSpace: 'nowrap',
  },
  body: { [narrow]: { display: 'block' } },
  row: {
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':not(:last-child) > td': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
    [narrow]: {
      display: 'block',
      padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
      ':not(:last-child) > td': { borderBottom: 'none' },
    },
  },
  td: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    height: '28px',
    verticalAlign: 'middle',
    // A badge whose words do not fit on one line grows with them.
    '& .fui-Badge': { height: 'auto', minHeight: '20px' },
    [narrow]: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, height: 'auto', padding: `${tokens.spacingVerticalXXS} 0` },
  },
  label: { display: 'none', [narrow]: { display: 'inline', minWidth: '92px', flexShrink: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 } },
  end: { textAlign: 'right', [narrow]: { textAlign: 'left' } },
  empty: { [narrow]: { display: 'none' } },
})

export type ListColumn<T> = {
  key: string
  header: string
  cell(item: T): ReactNode
  width?: string
  align?: 'end'
  /** On a phone: shown without its header (the name of the thing). */
  title?: boolean
  /** The header is for screen readers only (a column of buttons). */
  quiet?: boolean
}

/** A table of things, each row one thing; on a phone every row is a small card with the headers as labels. Roles are spelled out because `display: block` takes them away. */
export function ListTable<T>(props: { label: string; items: readonly T[]; columns: readonly ListColumn<T>[]; rowKey(item: T): string }) {
  const styles = useStyles()
  return (
    <table role="table" className={styles.table} aria-label={props.label}>
      <thead role="rowgroup" className={styles.head}>
        <tr role="row">
          {props.columns.map((column) => (
            <th key={column.key} scope="col" role="columnheader" className={mergeClasses(styles.th, column.align === 'end' && styles.end)} {...(column.width ? { style: { width: column.width } } : {})}>
              <span style={column.quiet ? visuallyHidden : undefined}>{column.header}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className={styles.body}>
        {props.items.map((item) => (
          <tr role="row" key={props.rowKey(item)} className={styles.row}>
            {props.columns.map((column) => {
              const content = column.cell(item)
              return (
                <td key={column.key} role="cell" className={mergeClasses(styles.td, column.align === 'end' && styles.end, (content === null || content === '') && styles.empty)}>
                  {!column.title && !column.quiet && <span className={styles.label} aria-hidden="true">{column.header}</span>}
                  {content}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** For text that only screen readers need. */
export const visuallyHidden = { position: 'absolute', width: '1px', height: '1px', margin: '-1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' } as const
