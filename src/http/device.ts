// Which device a request comes from. A browser names itself by a cookie that is no secret; one that was shut out is told
// so at its next contact, whatever it asks for, and its login ends.
import type { FastifyInstance } from 'fastify'
import { Refusal } from './errors.ts'

/** The problem type that tells a browser to destroy what it keeps. */
export const DEVICE_REVOKED = 'urn:kvalitetsbesoeg:device-revoked'

const COOKIE = 'kvalitetsbesoeg-device'

/** Registers the check; `isRevoked` asks whether a device of this id was shut out. */
export function registerDevices(app: FastifyInstance, { isRevoked }: { isRevoked: (id: string) => Promise<boolean> }) {
  app.addHook('onRequest', async request => {
    if (request.routeOptions.config.policy === 'public') return
    const named = [request.session.device, request.cookies[COOKIE]]
    for (const id of new Set(named)) {
      if (id === undefined || !/^[0-9a-f-]{36}$/.test(id)) continue
      const { knownDevice } = request
      if (!(knownDevice?.id === id ? knownDevice.isRevoked : await isRevoked(id))) continue
      await request.session.destroy()
      const text = 'Denne enhed er lukket ude. Det, der lå på den, er slettet. Log ind igen for at begynde forfra.'
      throw new Refusal(401, text, { type: DEVICE_REVOKED })
    }
  })
}
