// Users as the administrator's pages print them.
import { ROLES, type Role } from '../db/tables.ts'
import type { Refusal } from '../http/errors.ts'
import { listOf, showRefusal, textOf } from '../http/form.ts'
import { ROLE_NAMES } from '../http/menu.ts'
import { byName, inDanishOrder } from '../lib/danish-order.ts'
import { tilbudOf } from './user.rules.ts'

type User = {
  id: string
  name: string
  email: string
  role: Role
  active: boolean
  version: number
  tilbudIds: string[]
}
type Place = { id: string; name: string; active: boolean; centre: string }

const NAMED = 3
const ROLE_HELP: Record<Role, string> = {
  administrator: 'Ser alt. Passer brugere, tilbud, kvalitetsmodel og strategier.',
  consultant: 'Skriver i sine egne besøg og læser de andres, når de er udgivet.',
  leader: 'Læser og svarer på rapporterne fra de tilbud, der er sat kryds ved.',
}
const LABELS = {
  name: 'Navn',
  email: 'E-mail',
  role: 'Rolle',
  tilbudIds: 'Tilbud',
  password: 'Adgangskode',
  active: 'Kan logge ind',
}

function firstOf(names: string[]) {
  const sorted = names.toSorted(inDanishOrder)
  const more = sorted.length - NAMED
  return more > 1 ? `${sorted.slice(0, NAMED).join(', ')} og ${more} til` : sorted.join(', ')
}

/** The list: sorted by name, with the tilbud of those who have some. */
export const userRows = (users: (User & { tilbud: { name: string }[] })[]) =>
  users.toSorted(byName).map(({ id, name, email, role, active, tilbud }) => ({
    href: `/user/${id}`,
    name,
    email,
    role: ROLE_NAMES[role],
    tilbud: tilbud.length > 0 ? firstOf(tilbud.map(one => one.name)) : '–',
    state: active ? 'Aktiv' : 'Lukket',
    active,
  }))

/** The fields of the form as texts: of a user, of a form that was sent, or of nobody yet. */
export const userTexts = (sent: Record<string, unknown>) => ({
  name: textOf(sent, 'name'),
  email: textOf(sent, 'email'),
  role: textOf(sent, 'role'),
  tilbudIds: listOf(sent, 'tilbudIds'),
  active: textOf(sent, 'active') !== '',
  password: textOf(sent, 'password'),
  version: textOf(sent, 'version'),
})

type Texts = ReturnType<typeof userTexts>

export const textsOfUser = ({ name, email, role, tilbudIds, active, version }: User): Texts => ({
  name,
  email,
  role,
  tilbudIds,
  active,
  password: '',
  version: String(version),
})

/** What the texts mean for the schema of a new user; the change of a user takes `active` as well. */
export const toUser = ({ name, email, role, tilbudIds, password }: Texts) => ({
  name,
  email: email.trim(),
  role,
  tilbudIds: tilbudOf(role, tilbudIds),
  ...(password !== '' && { password }),
})

function tilbudByCentre(places: Place[], ticked: string[]) {
  const centres = Map.groupBy(places.toSorted(byName), place => place.centre)
  return [...centres]
    .toSorted(([one], [other]) => inDanishOrder(one, other))
    .map(([centre, tilbud], i) => ({
      id: `tilbudIds-${i}`,
      centre,
      items: tilbud
        .filter(({ id, active }) => active || ticked.includes(id))
        .map(({ id, name, active }) => ({
          value: id,
          label: active ? name : `${name} (lukket)`,
          checked: ticked.includes(id),
          helptext: null,
          disabled: false,
        })),
    }))
    .filter(({ items }) => items.length > 0)
}

/** The form of a user. `user` is null for one who is not there yet. */
export function userForm(
  user: User | null,
  texts: Texts,
  places: Place[],
  refusal: Refusal | null,
  mailTrouble: string | null = null,
) {
  const { errors, messages } = showRefusal(LABELS, refusal)
  const now = refusal?.status === 412 ? user : null
  const title = user ? user.name : 'Ny bruger'
  return {
    title,
    crumbs: [{ href: '/user', text: 'Brugere' }, { text: title }],
    action: user ? `/user/${user.id}` : '/user/new',
    isNew: user === null,
    devicesHref: user && `/device?userId=${user.id}`,
    mailTrouble,
    texts: { ...texts, version: user ? String(user.version) : '' },
    errors,
    messages,
    now: now && [
      { term: 'Navn', text: now.name },
      { term: 'E-mail', text: now.email },
      { term: 'Rolle', text: ROLE_NAMES[now.role] },
      { term: 'Tilbud', text: String(now.tilbudIds.length) },
      { term: 'Login', text: now.active ? 'Aktiv' : 'Lukket' },
    ],
    roles: ROLES.map(role => ({
      value: role,
      label: ROLE_NAMES[role],
      checked: texts.role === role,
      helptext: ROLE_HELP[role],
      disabled: false,
    })),
    centres: tilbudByCentre(places, texts.tilbudIds),
  }
}

const PASSWORD_LABELS = {
  current: 'Nuværende adgangskode',
  password: 'Ny adgangskode',
  repeated: 'Ny adgangskode igen',
}

/** The form of one's own password. */
export const passwordForm = (refusal: Refusal | null) => ({
  title: 'Skift adgangskode',
  ...showRefusal(PASSWORD_LABELS, refusal),
})
