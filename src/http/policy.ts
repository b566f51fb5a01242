// Deny by default: a route that does not say who may call it stops the start.
import type { FastifyInstance } from 'fastify'
import { forbidden, unauthorized } from './errors.ts'
import type { RequestUser } from './request-user.ts'

export type Policy = 'public' | 'loggedIn' | 'consultantOrAdministrator' | 'administrator'

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy
  }
}

// Routes that packages make and that cannot say it themselves.
const PUBLIC_FOLDERS = ['/assets/', '/api/docs']

/** Holds every route to the policy that it declares; `mayPass` is the table of who passes which. */
export function enforcePolicies(app: FastifyInstance, mayPass: (policy: Policy, user: RequestUser | null) => boolean) {
  app.addHook('onRoute', route => {
    if (PUBLIC_FOLDERS.some(folder => route.url.startsWith(folder)))
      route.config = { ...route.config, policy: 'public' }
    if (!route.config?.policy) throw new Error(`${route.method} ${route.url} declares no policy`)
  })
  app.addHook('onRequest', async request => {
    const policy = request.routeOptions.config.policy
    // No route, no policy: that is a 404, which tells nothing.
    if (!policy || mayPass(policy, request.user)) return
    if (!request.user) throw unauthorized()
    throw forbidden('Det har du ikke adgang til. Spørg en administrator, hvis du mener, at du skal have det.')
  })
}
