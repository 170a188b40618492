export * from './agents.ts'
export * from './conversations.ts'
export * from './database.ts'
export * from './hub-configuration.ts'
