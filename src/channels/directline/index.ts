export { directLineRoutes, type DirectLineDeps } from './routes.ts'
export { createFileKeys, type FileKeys } from './file-links.ts'
export { sendFile } from './send-file.ts'
export { createTokens, hashSecret, InvalidToken, tokenSeconds, type TokenClaims, type Tokens } from './tokens.ts'
