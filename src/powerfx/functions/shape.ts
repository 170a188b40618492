import { bindAddColumns, bindColumnNames, bindDropOrShow, bindRename } from './columns.ts'
import { type FnDef, special } from './define.ts'
import { bindDistinct } from './distinct.ts'
import { bindSequence, bindShuffle, bindTable } from './make-tables.ts'
import { bindPatch } from './patch.ts'
import { bindSearch } from './search.ts'
import { bindSort, bindSortByColumns } from './sort.ts'

const F = 'tables'

export const shapeFunctions: readonly FnDef[] = [
  special(F, 'AddColumns', 'table, ...column', 'Adds computed columns to a table or record.', bindAddColumns, { min: 3 }),
  special(F, 'ColumnNames', 'value: Dynamic', 'The names of the fields of an untyped object.', bindColumnNames),
  special(F, 'Distinct', 'table, formula', 'The different values of a formula.', bindDistinct),
  special(F, 'DropColumns', 'table, ...column', 'Removes columns.', (b, call) => bindDropOrShow(b, call, false), { min: 2 }),
  special(F, 'Patch', 'record, ...changes', 'A record with changes laid over it.', bindPatch, { min: 2 }),
  special(F, 'RenameColumns', 'table, ...column', 'Renames columns.', bindRename, { min: 3 }),
  special(F, 'Search', 'table, text: Text, ...column', 'The rows that contain a text in some column.', bindSearch, { min: 3 }),
  special(F, 'Sequence', 'count: Number, start?: Num, step?: Num', 'A table of consecutive numbers.', bindSequence),
  special(F, 'ShowColumns', 'table, ...column', 'Keeps only these columns.', (b, call) => bindDropOrShow(b, call, true), { min: 2 }),
  special(F, 'Shuffle', 'table', 'The rows in random order.', bindShuffle),
  special(F, 'Sort', 'table, formula, order?: SortOrder', 'The rows in order of a formula.', bindSort),
  special(F, 'SortByColumns', 'table, column, ...order', 'The rows in order of columns.', bindSortByColumns, { min: 2 }),
  special(F, 'Table', '...row', 'A table of records, and of the rows of tables.', bindTable, { min: 0 }),
]
