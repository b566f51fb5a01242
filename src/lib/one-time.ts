// Codes that stand in a link. A code follows from the installation's secret and an id, so it is kept
// nowhere: the database holds only its sum, and a mail that is sent again carries the same link.
import { createHash, createHmac } from 'node:crypto'

/** The code of an invitation: 256 bits that nobody without the secret can work out. */
export const oneTimeCode = (secret: string, id: string): string =>
  createHmac('sha256', secret).update(`one-time code ${id}`).digest('base64url')

/** The code of a link that works until it is closed. */
export const standingCode = (secret: string, id: string): string =>
  createHmac('sha256', secret).update(`standing code ${id}`).digest('base64url')

/** What the database keeps instead of the code. */
export const sumOfCode = (code: string): string => createHash('sha256').update(code).digest('hex')
