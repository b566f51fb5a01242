// A file that a person sent with a form, read into memory or only summed up: nothing of it is written to disk.
import { createHash } from 'node:crypto'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { invalid, type Refusal } from './errors.ts'

export type Upload = { bytes: Buffer; fileName: string }
/** What tells a file from all others, and its first bytes, which tell its kind. */
export type UploadSum = { sha256: string; head: Buffer }

const MEGABYTE = 1_048_576
const HEAD = 16

const refused = (message: string) => invalid([{ path: '/file', message }])
const NONE = refused('Vælg en fil først.')
const BROKEN = refused('Filen kom ikke helt frem. Prøv igen.')

/** Takes the file in the field "file" with `take` (null: it is empty); a refusal when none came whole and in bounds. */
async function receive<Taken>(
  request: FastifyRequest,
  megabytes: number,
  take: (file: MultipartFile) => Promise<Taken | null>,
): Promise<{ upload: Taken } | { refusal: Refusal }> {
  const tooLarge = { refusal: refused(`Filen er for stor. Der er plads til ${megabytes} MB.`) }
  if (!request.isMultipart()) return { refusal: NONE }
  try {
    const file = await request.file({ limits: { fileSize: megabytes * MEGABYTE } })
    const upload = file ? await take(file) : null
    if (file?.file.truncated) return tooLarge
    return upload === null ? { refusal: NONE } : { upload }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'FST_REQ_FILE_TOO_LARGE' ? tooLarge : { refusal: BROKEN }
  }
}

/** The file in the field "file"; a refusal when there is none, when it is too large or when it broke on the way. */
export const readUpload = (request: FastifyRequest) =>
  receive<Upload>(request, 5, async file => {
    const bytes = await file.toBuffer()
    return bytes.length === 0 ? null : { bytes, fileName: file.filename }
  })

/** The sum of the file in the field "file", taken as it streams by: many large files at once cost no memory. */
export const sumUpload = (request: FastifyRequest, { megabytes }: { megabytes: number }) =>
  receive<UploadSum>(request, megabytes, async ({ file }) => {
    const hash = createHash('sha256')
    let head = Buffer.alloc(0)
    for await (const chunk of file) {
      if (head.length < HEAD) head = Buffer.concat([head, chunk]).subarray(0, HEAD)
      hash.update(chunk)
    }
    return head.length === 0 ? null : { sha256: hash.digest('hex'), head }
  })
