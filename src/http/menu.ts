// Who is logged in and where the menu leads, as the frame of every page prints it, also on a tablet without a network.
import type { Role } from '../db/tables.ts'
import type { RequestUser } from './request-user.ts'

/** What a role is called in Danish. */
export const ROLE_NAMES: Record<Role, string> = {
  administrator: 'Administrator',
  consultant: 'Konsulent',
  leader: 'Tilbudsleder',
}

type Item = { href: string; text: string }

/** `setup` is what is seldom needed; it stands behind one word. */
const MENU: Record<Role, { daily: readonly Item[]; setup: readonly Item[] }> = {
  consultant: {
    daily: [
      { href: '/visit', text: 'Mine besøg' },
      { href: '/year', text: 'Årsplan' },
      { href: '/report', text: 'Rapporter' },
      { href: '/compare', text: 'Sammenlign' },
      { href: '/coverage', text: 'Strategi i praksis' },
      { href: '/idea', text: 'Idébank' },
      { href: '/search', text: 'Søg' },
    ],
    setup: [],
  },
  leader: {
    daily: [
      { href: '/thread', text: 'Opfølgning' },
      { href: '/report', text: 'Rapporter' },
      { href: '/plan', text: 'Udviklingsplan' },
      { href: '/idea', text: 'Idébank' },
      { href: '/description', text: 'Mit tilbud' },
      { href: '/search', text: 'Søg' },
    ],
    setup: [],
  },
  administrator: {
    daily: [
      { href: '/year', text: 'Årsplan' },
      { href: '/compare', text: 'Sammenlign' },
      { href: '/coverage', text: 'Strategi i praksis' },
      { href: '/visit', text: 'Besøg' },
      { href: '/idea', text: 'Idébank' },
      { href: '/search', text: 'Søg' },
    ],
    setup: [
      { href: '/tilbud', text: 'Tilbud' },
      { href: '/user', text: 'Brugere' },
      { href: '/model', text: 'Kvalitetsmodel' },
      { href: '/strategy', text: 'Strategier' },
      { href: '/mail', text: 'Mails' },
      { href: '/log', text: 'Log' },
    ],
  },
}

/** Where a person of this role begins. */
export const startPage = (role: Role) => MENU[role].daily[0]?.href ?? '/'

const itemsAt = (items: readonly Item[], path: string) =>
  items.map(item => ({ ...item, current: path === item.href || path.startsWith(`${item.href}/`) }))

/** The fields of the page's frame for the page at `path`. */
export function pageFrame(user: Pick<RequestUser, 'id' | 'name' | 'role'> | null, path: string) {
  if (!user) return { user: null, nav: null }
  const { daily, setup } = MENU[user.role]
  const more = itemsAt(setup, path)
  return {
    user: { id: user.id, name: user.name, roleName: ROLE_NAMES[user.role] },
    nav: { items: itemsAt(daily, path), setup: more, inSetup: more.some(({ current }) => current) },
  }
}
