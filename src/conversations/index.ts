export * from './changes.ts'
export * from './conversation.ts'
export * from './files.ts'
