// Who is logged in and where the menu leads, as the frame of every page prints it, also on a tablet without a network.
import type { Role } from '../db/tables.ts'
import type { RequestUser } from './request-user.ts'

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
    { href: '/mail', text: 'Mails' },
    { href: '/log', text: 'Log' },
  ],
}

/** Where a person of this role begins. */
export const startPage = (role: Role) => MENU[role][0]?.href ?? '/'

/** The fields of the page's frame for the page at `path`. */
export const pageFrame = (user: Pick<RequestUser, 'id' | 'name' | 'role'> | null, path: string) => ({
  user: user && { id: user.id, name: user.name, roleName: ROLE_NAMES[user.role] },
  nav: user
    ? MENU[user.role].map(item => ({ ...item, current: path === item.href || path.startsWith(`${item.href}/`) }))
    : [],
})
