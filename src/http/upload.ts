// A file that a person sent with a form, read into memory: nothing of it is written to disk.
import type { FastifyRequest } from 'fastify'
import { invalid, type Refusal } from './errors.ts'

export type Upload = { bytes: Buffer; fileName: string }

const refused = (message: string) => invalid([{ path: '/file', message }])
const NONE = refused('Vælg en fil først.')
const TOO_LARGE = refused('Filen er for stor. Der er plads til 5 MB.')
const BROKEN = refused('Filen kom ikke helt frem. Prøv igen.')

/** The file in the field "file"; a refusal when there is none, when it is too large or when it broke on the way. */
export async function readUpload(request: FastifyRequest): Promise<{ upload: Upload } | { refusal: Refusal }> {
  if (!request.isMultipart()) return { refusal: NONE }
  try {
    const file = await request.file()
    const bytes = await file?.toBuffer()
    if (!file || !bytes || bytes.length === 0) return { refusal: NONE }
    return { upload: { bytes, fileName: file.filename } }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return { refusal: code === 'FST_REQ_FILE_TOO_LARGE' ? TOO_LARGE : BROKEN }
  }
}
