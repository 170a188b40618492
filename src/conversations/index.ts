export * from './changes.ts'
export * from './conversation.ts'
