// Whose devices one sees and shuts out: one's own; administrators everybody's.
import type { RequestUser } from '../http/request-user.ts'

export const mayRevoke = (user: Pick<RequestUser, 'id' | 'role'>, ownerId: string): boolean =>
  user.id === ownerId || user.role === 'administrator'
