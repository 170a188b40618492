export * from './bus.ts'
export * from './create-hub.ts'
export * from './hub.ts'
export * from './ports.ts'
