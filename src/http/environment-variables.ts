import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { setEnvironmentVariable as body, type EnvironmentVariable, type EnvironmentVariables } from '../contracts/environment-variables.ts'
import { clearEnvironmentVariable, listEnvironmentVariables, setEnvironmentVariable } from '../engagement/index.ts'
import { requireRole } from './session.ts'

export type EnvironmentVariableDeps = Parameters<typeof listEnvironmentVariables>[0]

const path = '/api/admin/environment-variables'
const params = z.object({ '*': z.string().min(1).max(300) })

/** Current values of the environment variables that copilots of the administrator's environment read. */
export function environmentVariableRoutes(app: FastifyInstance, deps: EnvironmentVariableDeps) {
  const administrator = (request: FastifyRequest) => requireRole(request, 'administrator')
  const nameOf = (request: FastifyRequest) => params.parse(request.params)['*']

  app.get(path, async (request): Promise<EnvironmentVariables> => ({ variables: await listEnvironmentVariables(deps, administrator(request).environmentId) }))

  app.put(`${path}/*`, async (request): Promise<EnvironmentVariable> => {
    const { environmentId, name } = administrator(request)
    return setEnvironmentVariable(deps, environmentId, nameOf(request), body.parse(request.body).value, name)
  })

  app.delete(`${path}/*`, async (request): Promise<EnvironmentVariable> => clearEnvironmentVariable(deps, administrator(request).environmentId, nameOf(request)))
}
