import type { Span } from './ast.ts'

export type FxDiagnostic = {
  severity: 'error' | 'warning'
  code: string
  message: string
  start: number
  end: number
}

/** Every compile-time message. `{0}` and so on are filled in order. The wording is the language's own. */
const MESSAGES = {
  TooLarge: 'Numeric value is too large.',
  OperandExpected:
    "Expected an operand. The formula or expression expects a valid operand. For example, you can add the operand '2' to the expression ' 1 +_' so that the result is '3'. Or, you can add the operand \"there\" to the expression '\"Hi \"& _ ' so that the result is 'Hi there'.",
  OperatorExpected: 'Expected operator. We expect an operator such as +, *, or & at this point in the formula.',
  ColonExpected: 'Expected colon. We expect a colon (:) at this point in the formula.',
  UnexpectedCharacters: 'Unexpected characters. Characters are used in the formula in an unexpected way.',
  UnexpectedToken: "Unexpected characters. The formula contains '{0}' where '{1}' is expected.",
  ClosedAtEnd: "The formula ends without its closing '{0}'.",
  EmptyIsland: 'Empty expressions cannot appear inside an interpolated string.',
  TooDeep: 'Expression is too complex. Reduce the nesting of the formula.',
  BadInterpolation:
    'Expressions which appear inside an interpolated string must evaluate to a Text value or to a compatible type.',
  NameNotFound: "Name isn't valid. '{0}' isn't recognized.",
  UnknownFunction: "'{0}' is an unknown or unsupported function.",
  UnsupportedFunction: "'{0}' is a recognized but not supported function.",
  BadArguments: "The function '{0}' has some invalid arguments.",
  BadArity: 'Invalid number of arguments: received {0}, expected {1}.',
  BadArgumentType: 'Invalid argument type ({0}). Expecting a {1} value instead.',
  BadType: 'Invalid argument type.',
  BadTypeList: 'Invalid argument type. Expecting one of the following: {0}.',
  CannotUseType: 'Invalid argument type. Cannot use {0} values in this context.',
  BadOperands: "This operation isn't valid on these types: {0}, {1}.",
  Incomparable: "Incompatible types for comparison. These types can't be compared: {0}, {1}.",
  NotOrdered: 'Unable to compare values of type {0}.',
  BadDot: "The '{0}' operator cannot be used on {1} values.",
  ResultMismatch:
    'Argument type mismatch. The types of all result arguments must agree with or be coercible to the first result argument.',
  IncompatibleItem:
    'Incompatible type. The item you are trying to put into a table has a type that is not compatible with the table.',
  NeedsColumn: 'Invalid schema, expected a one-column table.',
  NeedsColumnOf: "Invalid schema, expected a column of {0} values for '{1}'.",
  NeedsOneColumnFirst: "The first argument of '{0}' should be a one-column table.",
  NotAString: 'Expected text. We expect text at this point in the formula.',
  NotANumber: 'Expected number. We expect a number at this point in the formula.',
  NotABoolean: 'Expected boolean. We expect a boolean (true/false) at this point in the formula.',
  NotTextOrNumber: 'Expected text or number. We expect text or a number at this point in the formula.',
  NotScalar: 'Expected a text, numeric, boolean, or date/time value.',
  IdentifierExpected: 'Expected identifier name',
  ColumnConflict: "Column name conflict for '{0}'.",
  ColumnExists: "A column named '{0}' already exists.",
  ColumnNotFound: "The specified column '{0}' does not exist.",
  ColumnNotFoundSimilar: "The specified column '{0}' does not exist. The column with the most similar name is '{1}'.",
  SystemRecordAdd:
    "Can't add columns to a system record or table of system records. Use ShowColumns to extract the specific columns you need first.",
  SystemRecordRename:
    "Can't rename columns of a system record or table of system records. Use ShowColumns to extract the specific columns you need first.",
  DeprecatedDot: "Deprecated use of '.'. Please use the 'ShowColumns' function instead.",
  BadTypeArgument: "Invalid argument '{0}'. Expected valid type name or inline type expression.",
  BadTypeExpression: "Type expression is invalid. '{0}' cannot be used in a type expression.",
  UnsupportedTypeArgument: "Unsupported type '{0}' in type argument.",
  TypeOutOfPlace: 'Unsupported usage: Type function can only be used in type arguments and type declarations.',
  BadFormat: "Incorrect format specifier for '{0}'.",
  FormatNeedsNumberOrDate: "The second argument of the '{0}' function is only supported for numeric and date/time values.",
  DynamicScope: 'Untyped objects cannot be used as the first argument to functions which support record scopes.',
  CannotConvert: "Can't convert this data type. Power Apps can't convert this {0} to a {1}.",
  UseAnd: 'Use the And operator to combine multiple predicates into the second argument.',
  RecordOrTable: 'Only record or table values can be used in this context.',
  NotARecord: "Cannot use a non-record value in this context: '{0}'.",
  WrongFieldType: "The type of this argument '{0}' does not match the expected type '{1}'. Found type '{2}'.",
  CannotSerialize: "The JSON function cannot serialize objects of type '{0}'.",
  RegexConstant: 'Regular expression must be a constant value.',
  MatchOptionsConstant: 'MatchOptions must be a constant value.',
  Regex: 'Invalid regular expression: {0}',
  AsNotHere: 'As is not permitted in this context',
  SummarizeArguments:
    "Summarize arguments must be either existing column names to group by or formulas named with the 'As' keyword.",
  SummarizeNeedsColumn: 'Summarize requires at least one grouping column.',
  ReservedColumnInSource:
    "The data source contains a column named '{0}', which conflicts with a reserved name. Use the '{1}' function to pick a different name.",
  ReservedColumn: "Column '{0}' conflicts with a reserved name. Use the '{1}' function to pick a different name.",
  JoinNeedsColumn: "At least one '{0}' column must be declared to compose the join result.",
  JoinNotScope: "The '{0}' value is invalid in this context. It should be a reference to either '{1}' or '{2}' scope name.",
  JoinNotAs:
    "Arguments starting from the 5th position are meant to rename columns and are expected to be 'As' node arguments i.e LeftRecord.Name As NewName.",
  JoinCollision: "'{0}' can not be added/renamed due to colission with another column with same name.",
} as const

export type MessageCode = keyof typeof MESSAGES

export function diagnostic(
  code: MessageCode,
  span: Span,
  parts: readonly (string | number)[] = [],
  severity: 'error' | 'warning' = 'error',
): FxDiagnostic {
  const message = MESSAGES[code].replace(/\{(\d)\}/g, (_, i: string) => String(parts[Number(i)] ?? ''))
  return { severity, code, message, start: span.start, end: span.end }
}
