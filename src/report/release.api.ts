// /api/v1/visits/{id}/release: when the leader and the staff get the report, and the link of the staff.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Api, etag, ifMatch, refusals, writeRefusals } from '../http/api.ts'
import { baseUrlOf } from '../http/base-url.ts'
import { unauthorized } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { id } from '../lib/fields.ts'
import { changePlan, closeLink, type ReleaseDeps, renewLink } from './release.actions.ts'
import { readRelease } from './release.reading.ts'
import { Release, WantedPlan } from './release.schema.ts'

const tags = ['reports']
const params = z.object({ id })
const loggedIn = { policy: 'loggedIn' } as const

export type SharingDeps = ReleaseDeps & { publicUrl: string | null }

export function releaseApi(app: Api, deps: SharingDeps) {
  async function answer(request: FastifyRequest, user: RequestUser, visitId: string) {
    const { plan, link, version } = await readRelease(deps, user, visitId)
    return { ...plan, staffLink: link && baseUrlOf(deps, request) + link, version }
  }

  app.get(
    '/visits/:id/release',
    {
      config: loggedIn,
      schema: {
        operationId: 'getRelease',
        summary: 'When the leader and the staff get the newest version',
        tags,
        params,
        response: { 200: Release, ...refusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      const release = await answer(request, request.user, request.params.id)
      return reply.header('etag', etag(release.version)).send(release)
    },
  )

  app.put(
    '/visits/:id/release',
    {
      config: { policy: 'consultantOrAdministrator' },
      schema: {
        operationId: 'changeRelease',
        summary: 'Move the days on which the leader and the staff get the newest version; one that has come stays',
        tags,
        params,
        body: WantedPlan,
        response: { 200: Release, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { user, params, headers, body } = request
      if (!user) throw unauthorized()
      await changePlan(deps, user, params.id, ifMatch(headers), body)
      const release = await answer(request, user, params.id)
      return reply.header('etag', etag(release.version)).send(release)
    },
  )

  app.post(
    '/visits/:id/release/link',
    {
      config: loggedIn,
      schema: {
        operationId: 'renewStaffLink',
        summary: 'Make a new link for the staff; the old one stops at once',
        tags,
        params,
        response: { 201: Release, ...writeRefusals },
      },
    },
    async (request, reply) => {
      if (!request.user) throw unauthorized()
      await renewLink(deps, request.user, request.params.id)
      return reply.code(201).send(await answer(request, request.user, request.params.id))
    },
  )

  app.delete(
    '/visits/:id/release/link',
    {
      config: loggedIn,
      schema: {
        operationId: 'closeStaffLink',
        summary: 'Close the link of the staff',
        tags,
        params,
        response: { 204: z.null().describe('Closed.'), ...writeRefusals },
      },
    },
    async ({ user, params: { id } }, reply) => {
      if (!user) throw unauthorized()
      await closeLink(deps, user, id)
      return reply.code(204).send(null)
    },
  )
}
