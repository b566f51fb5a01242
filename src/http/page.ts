// What every page needs around its own content: who is logged in, the menu, the message from the page before.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../db/tables.ts'
import { assetUrls } from './assets.ts'

/** What a role is called in Danish. */
export const ROLE_NAMES: Record<Role, string> = {
  administrator: 'Administrator',
  consultant: 'Konsulent',
  leader: 'Tilbudsleder',
}

const MENU: Record<Role, readonly { href: string; text: string }[]> = {
  consultant: [
    { href: '/visit', text: 'Mine besøg' },
    { href: '/report', text: 'Rapporter' },
    { href: '/compare', text: 'Sammenlign' },
    { href: '/search', text: 'Søg' },
  ],
  leader: [
    { href: '/report', text: 'Rapporter' },
    { href: '/search', text: 'Søg' },
  ],
  administrator: [
    { href: '/compare', text: 'Sammenlign' },
    { href: '/visit', text: 'Besøg' },
    { href: '/tilbud', text: 'Tilbud' },
    { href: '/user', text: 'Brugere' },
    { href: '/model', text: 'Kvalitetsmodel' },
    { href: '/strategy', text: 'Strategier' },
    { href: '/search', text: 'Søg' },
    { href: '/log', text: 'Log' },
  ],
}

/** Where a person of this role begins. */
export const startPage = (role: Role) => MENU[role][0]?.href ?? '/'

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
      user: user && { name: user.name, roleName: ROLE_NAMES[user.role] },
      nav: user
        ? MENU[user.role].map(item => ({ ...item, current: path === item.href || path.startsWith(`${item.href}/`) }))
        : [],
      flash,
      ...page,
    },
    { layout: 'layouts/page.hbs' },
  )
}
