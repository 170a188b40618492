export { skillRoutes, type SkillRoutesDeps } from './routes.ts'
