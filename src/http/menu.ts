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
/** Pages that belong together, behind one word. */
type Group = { text: string; items: readonly Item[] }

const ACROSS: Group = {
  text: 'På tværs',
  items: [
    { href: '/compare', text: 'Sammenlign' },
    { href: '/thread', text: 'Opfølgning' },
    { href: '/coverage', text: 'Strategi i praksis' },
    { href: '/plan', text: 'Udviklingsplaner' },
    { href: '/idea', text: 'Idébank' },
  ],
}

const SETUP: Group = {
  text: 'Opsætning',
  items: [
    { href: '/tilbud', text: 'Tilbud' },
    { href: '/user', text: 'Brugere' },
    { href: '/model', text: 'Kvalitetsmodel' },
    { href: '/strategy', text: 'Strategier' },
    { href: '/municipality', text: 'Kommunen' },
    { href: '/mail', text: 'Mails' },
    { href: '/log', text: 'Log' },
  ],
}

const MENU: Record<Role, readonly (Item | Group)[]> = {
  consultant: [
    { href: '/visit', text: 'Mine besøg' },
    { href: '/year', text: 'Årsplan' },
    { href: '/report', text: 'Rapporter' },
    ACROSS,
    { href: '/search', text: 'Søg' },
  ],
  leader: [
    { href: '/thread', text: 'Opfølgning' },
    { href: '/report', text: 'Rapporter' },
    { href: '/plan', text: 'Udviklingsplan' },
    { href: '/idea', text: 'Idébank' },
    { href: '/description', text: 'Mit tilbud' },
    { href: '/search', text: 'Søg' },
  ],
  administrator: [
    { href: '/year', text: 'Årsplan' },
    { href: '/visit', text: 'Besøg' },
    { href: '/report', text: 'Rapporter' },
    ACROSS,
    SETUP,
    { href: '/search', text: 'Søg' },
  ],
}

/** Where a person of this role begins. */
export const START: Record<Role, string> = { consultant: '/visit', leader: '/thread', administrator: '/year' }

const isAt = ({ href }: Item, path: string) => path === href || path.startsWith(`${href}/`)

/** The fields of the page's frame for the page at `path`. */
export function pageFrame(user: Pick<RequestUser, 'id' | 'name' | 'role'> | null, path: string) {
  if (!user) return { user: null, nav: null }
  const shown = (entry: Item | Group) => {
    if ('href' in entry) return { ...entry, current: isAt(entry, path), items: null }
    const items = entry.items.map(item => ({ ...item, current: isAt(item, path) }))
    return { text: entry.text, href: null, current: items.some(({ current }) => current), items }
  }
  return {
    user: { id: user.id, name: user.name, roleName: ROLE_NAMES[user.role] },
    nav: MENU[user.role].map(shown),
  }
}
