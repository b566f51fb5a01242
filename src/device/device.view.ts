// Devices as the page prints them.
import { danishDateTime } from '../lib/danish-date.ts'

type Row = { id: string; name: string; createdAt: Date; lastSeenAt: Date; revokedAt: Date | null }
type Owner = { id: string; name: string }

/** `own` is the device that asks, if its browser has said which it is; `owner` is null on one's own page. */
export function devicePage(rows: readonly Row[], { own, owner }: { own: string | null; owner: Owner | null }) {
  return {
    title: owner ? `Enheder: ${owner.name}` : 'Mine enheder',
    owner: owner?.name ?? null,
    crumbs: owner
      ? [{ href: '/user', text: 'Brugere' }, { href: `/user/${owner.id}`, text: owner.name }, { text: 'Enheder' }]
      : null,
    ownerId: owner?.id ?? null,
    rows: rows.map(({ id, name, createdAt, lastSeenAt, revokedAt }) => ({
      id,
      name,
      isThis: id === own,
      since: danishDateTime(createdAt),
      seen: danishDateTime(lastSeenAt),
      revoked: revokedAt ? `Lukket ude ${danishDateTime(revokedAt)}` : null,
    })),
  }
}
