export * from './classify.ts'
export * from './pick-agent.ts'
