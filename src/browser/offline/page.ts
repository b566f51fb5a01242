// A page without a network: a part of a visit that lies on this device, or a friendly word about what can be had.
import offline from '../../../templates/offline/offline.hbs'
import { danishDate } from '../../lib/danish-date.ts'
import { printDocument, printPage } from '../page/visit-pages.ts'
import { destroyExpired, findCurrentOwner } from '../store/owner.ts'
import { findRecords } from '../store/records.ts'
import { type Kept, readVisits } from './read.ts'

type Assets = { css: string; js: string }

const html = (text: string, status: number) =>
  new Response(text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': POLICY,
    },
  })

/** As strict as the server's own. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; worker-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

async function visitsHere(): Promise<Kept[] | null> {
  await destroyExpired()
  const owner = await findCurrentOwner()
  const records = owner && (await findRecords(owner.user))
  return records ? readVisits(records) : null
}

/** What stands at this address; `printed` is false where it only says that it cannot be had. */
export async function answerPage(
  { pathname, searchParams }: URL,
  assets: Assets,
): Promise<{ response: Response; printed: boolean }> {
  const visits = await visitsHere().catch(() => null)
  const [, id, part = ''] = /^\/visit\/([0-9a-f-]{36})(?:\/(.*))?$/.exec(pathname) ?? []
  const source = visits?.find(({ visit }) => visit.id === id)
  const page = source && printPage(source, part.replace(/\/$/, ''), assets, searchParams)
  if (page) return { response: html(page, 200), printed: true }
  return { response: html(notHere(pathname, visits, source ?? null, assets), 503), printed: false }
}

function notHere(pathname: string, visits: Kept[] | null, source: Kept | null, assets: Assets) {
  const body = offline({
    title: 'Ingen forbindelse',
    text:
      visits === null
        ? 'Der er intet at vise på denne enhed uden net. Prøv igen, når der er forbindelse.'
        : source
          ? 'Den side skal hentes fra nettet. Resten af besøget kan du læse og skrive i, og det sendes, når der er net igen.'
          : 'Den side skal hentes fra nettet. Besøgene herunder ligger på enheden, og du kan skrive i dem.',
    visits: (visits ?? []).map(({ visit, tilbud }) => ({
      href: `/visit/${visit.id}`,
      text: tilbud.name,
      date: danishDate(visit.visitedOn),
    })),
    again: pathname,
  })
  const user = visits?.[0]?.user ?? null
  return printDocument(user, pathname, assets, { title: 'Ingen forbindelse', wide: false, body })
}
