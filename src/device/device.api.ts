// /api/v1/devices: where one writes, and shutting a device out.
import { z } from 'zod'
import type { Db } from '../db/tables.ts'
import { type Api, refusals, writeRefusals } from '../http/api.ts'
import { notFound, unauthorized } from '../http/errors.ts'
import { id } from '../lib/fields.ts'
import { shutOut } from './device.actions.ts'
import { findDevice, listDevices, saveDevice } from './device.queries.ts'
import { mayRevoke } from './device.rules.ts'
import { Device } from './device.schema.ts'
import { deviceName } from './device-name.ts'

const tags = ['devices']
const params = z.object({ id })
const querystring = z.object({ userId: id.optional() })
const config = { policy: 'loggedIn' } as const

type Row = NonNullable<Awaited<ReturnType<typeof findDevice>>>
const toDevice = ({ id, name, createdAt, lastSeenAt, revokedAt }: Row) => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
})

export function deviceApi(app: Api, { db }: { db: Db }) {
  app.get(
    '/devices',
    {
      config,
      schema: {
        operationId: 'listDevices',
        summary: 'The devices on which one writes',
        description: "An administrator may ask for another user's.",
        tags,
        querystring,
        response: { 200: z.object({ items: z.array(Device), nextCursor: z.null() }), ...refusals },
      },
    },
    async ({ user, query }) => {
      if (!user) throw unauthorized()
      const owner = query.userId ?? user.id
      if (!mayRevoke(user, owner)) throw notFound('Brugeren')
      return { items: (await listDevices(db, owner)).map(toDevice), nextCursor: null }
    },
  )

  app.put(
    '/devices/:id',
    {
      config,
      schema: {
        operationId: 'saveDevice',
        summary: 'Say which device this login is used on',
        description: 'The id is chosen by the device. Done again, it only tells that the device is still there.',
        tags,
        params,
        body: z.strictObject({}),
        response: { 200: Device, ...writeRefusals },
      },
    },
    async request => {
      const { user, session } = request
      if (!user) throw unauthorized()
      const { id } = request.params
      await saveDevice(db, { id, userId: user.id, name: deviceName(request.headers['user-agent']) })
      const device = await findDevice(db, user.id, id)
      if (!device) throw notFound('Enheden')
      if (session.device !== id) session.device = id
      return toDevice(device)
    },
  )

  app.delete(
    '/devices/:id',
    {
      config,
      schema: {
        operationId: 'revokeDevice',
        summary: 'Shut a device out',
        description:
          'Its logins end at once. Its next contact answers 401 with the type `urn:kvalitetsbesoeg:device-revoked`, and its browser destroys what it keeps.',
        tags,
        params,
        querystring,
        response: { 204: z.null().describe('Shut out.'), ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { user } = request
      if (!user) throw unauthorized()
      await shutOut(db, user, request.query.userId ?? user.id, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
