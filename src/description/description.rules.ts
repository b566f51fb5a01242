// Who reads and who writes a tilbud's description of its practice, and how it follows the quality model.
import type { Role } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'

/** all: any tilbud's · own: a leader's own tilbud's · visiting: of the tilbud that a consultant goes to or has been at */
export const READ_DESCRIPTION: Record<Role, 'all' | 'own' | 'visiting'> = {
  administrator: 'all',
  leader: 'own',
  consultant: 'visiting',
}

/** The tilbud writes it: nobody else. */
export const mayDescribe = (user: Pick<RequestUser, 'role' | 'tilbudIds'>, tilbudId: string): boolean =>
  user.role === 'leader' && user.tilbudIds.includes(tilbudId)

/** Who confirms the facts of a tilbud: its leader; an administrator for one who has said it by telephone. */
export const mayConfirm = (user: Pick<RequestUser, 'role' | 'tilbudIds'>, tilbudId: string): boolean =>
  user.role === 'administrator' || mayDescribe(user, tilbudId)

type Theme = { key: string; successorOf?: string | null | undefined }

/** The texts under the themes of a model: a theme that took over from another begins with the other's text. */
export const textsUnder = (themes: readonly Theme[], texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    themes.map(({ key, successorOf }) => [key, texts[key] ?? (successorOf ? (texts[successorOf] ?? '') : '')]),
  )
