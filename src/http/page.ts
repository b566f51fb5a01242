// What every page needs around its own content: who is logged in, the menu, the message from the page before.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { assetUrls } from './assets.ts'
import { pageFrame } from './menu.ts'

type Page = { title: string; wide?: boolean } & Record<string, unknown>

/** Renders `template` (under templates/) in the layout with the menu of the person who asks. */
export function renderPage(request: FastifyRequest, reply: FastifyReply, template: string, page: Page) {
  const { user } = request
  const path = request.url.split('?')[0] ?? ''
  const flash = user ? (request.session.flash ?? null) : null
  if (flash) request.session.flash = undefined
  return reply.type('text/html; charset=utf-8').view(
    template,
    {
      wide: false,
      assets: assetUrls(),
      ...pageFrame(user, path),
      flash,
      ...page,
    },
    { layout: 'layouts/page.hbs' },
  )
}

/** Renders `template` alone on the screen, without menu and frame. */
export function renderScreen(
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  page: { title: string } & Record<string, unknown>,
) {
  const data = { assets: assetUrls(), userId: request.user?.id ?? null, ...page }
  return reply.type('text/html; charset=utf-8').view(template, data, { layout: 'layouts/screen.hbs' })
}
