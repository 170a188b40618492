export { directLineRoutes, type DirectLineDeps } from './routes.ts'
export { createTokens, hashSecret, InvalidToken, tokenSeconds, type TokenClaims, type Tokens } from './tokens.ts'
