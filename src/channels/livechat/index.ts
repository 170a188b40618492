export { livechatRoutes, type LivechatDeps } from './routes.ts'
