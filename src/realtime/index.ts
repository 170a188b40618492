export * from './gateway.ts'
export * from './sockets.ts'
export * from './coalesce.ts'
