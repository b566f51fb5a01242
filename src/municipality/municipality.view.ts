// The municipality as programs read it, as a report prints it, and as the administrator's page shows it.
import { createHash } from 'node:crypto'
import type { Refusal } from '../http/errors.ts'
import { showRefusal } from '../http/form.ts'
import type { MunicipalityRow } from './municipality.queries.ts'
import type { Municipality } from './municipality.schema.ts'

/** The row for programs; the logo's bytes have an address of their own. */
export const toAnswer = ({
  name,
  colour,
  logo,
  logoType,
  monthsBetweenVisits,
  version,
}: MunicipalityRow): Municipality => ({
  monthsBetweenVisits,
  name,
  colour,
  logo: logo &&
    logoType && { type: logoType, bytes: logo.byteLength, sha256: createHash('sha256').update(logo).digest('hex') },
  version,
})

/** The logo as an address that a document can carry in itself. */
const logoAddress = ({ logo, logoType }: MunicipalityRow) =>
  logo && `data:${logoType};base64,${Buffer.from(logo).toString('base64')}`

/** What a report prints and freezes; null where no municipality is named. */
export const identityOf = (row: MunicipalityRow) =>
  row.name === null ? null : { name: row.name, colour: row.colour, logo: logoAddress(row) }

export type Typed = { name: string; colour: string; monthsBetweenVisits: string }

const LABELS = {
  name: 'Kommunens navn',
  colour: 'Farve',
  monthsBetweenVisits: 'Måneder mellem besøg',
  file: 'Logo',
} as const
const STANDARD_COLOUR = '#1d5d4b'

/** The page. `typed`: what the person wrote, when it could not be saved. */
export function municipalityPage(row: MunicipalityRow, typed: Typed | null, refusal: Refusal | null) {
  const title = 'Kommunens navn og logo'
  return {
    title,
    crumbs: [{ href: '/tilbud', text: 'Tilbud' }, { text: title }],
    version: row.version,
    name: typed?.name ?? row.name ?? '',
    colour: typed?.colour ?? row.colour ?? '',
    monthsBetweenVisits: typed?.monthsBetweenVisits ?? `${row.monthsBetweenVisits}`,
    shownName: row.name ?? 'Kommunens navn',
    shownColour: row.colour ?? STANDARD_COLOUR,
    hasName: row.name !== null,
    logo: logoAddress(row),
    ...showRefusal(LABELS, refusal),
  }
}
