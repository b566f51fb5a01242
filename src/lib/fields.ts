// The kinds of field that people and programs may send. Text is checked and put in one form (NFC, \n) here and
// nowhere else, so that what is stored is what is shown.
import { z } from 'zod'
import { type RefusedMarkdown, refusedMarkdown } from './markdown.ts'

// What no field of ours words itself, zod says in Danish.
z.config(z.locales.da())

// NUL cannot be stored, other control characters cannot be seen; tab and newline are fine.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that we refuse
const UNSEEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

const text = (max: number) =>
  z
    .string()
    .refine(value => value.isWellFormed(), 'Teksten har et tegn, der er gået i stykker. Skriv den igen.')
    .refine(value => !UNSEEN.test(value), 'Teksten har et usynligt tegn, der ikke kan gemmes. Fjern det.')
    .max(max, `Teksten er for lang. Der er plads til ${max.toLocaleString('da-DK')} tegn.`)
    .overwrite(value => (value.isWellFormed() ? value.normalize('NFC').replaceAll(/\r\n?/g, '\n') : value))

/** One line of text, trimmed, not empty. */
export const line = (max = 200) =>
  text(max)
    .overwrite(value => value.trim())
    .min(1, 'Udfyld feltet.')
    .refine(value => !value.includes('\n'), 'Teksten skal stå på én linje.')

/** Text of several lines that is shown as it was typed. */
export const longText = (max: number) => text(max)

const REFUSED_MARKDOWN: Record<RefusedMarkdown, string> = {
  html: 'Teksten indeholder HTML-koder. Skriv den som almindelig tekst.',
  image: 'Der kan ikke stå billeder i teksten. Beskriv billedet med ord.',
}

/** Text in our Markdown subset; HTML and images are refused, never run. */
export const markdown = (max = 20_000) =>
  text(max).superRefine((value, context) => {
    for (const kind of refusedMarkdown(value)) context.addIssue({ code: 'custom', message: REFUSED_MARKDOWN[kind] })
  })

export const id = z.uuid('Det er ikke et gyldigt id.').overwrite(value => value.toLowerCase())

/** A day between 1900 and 2199: what lies outside is a slip of the keyboard. */
export const day = z.iso
  .date({ error: 'Skriv en dato, der findes, som ÅÅÅÅ-MM-DD.', abort: true })
  .refine(value => value >= '1900' && value < '2200', 'Skriv et år mellem 1900 og 2199.')

/** The name of a model, a strategy or a goal in addresses and files. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,59}$/, 'Brug små bogstaver, tal, punktum og bindestreg.')

export const instant = z.iso.datetime()
export const version = z.int().min(1)

/** Free words: trimmed, no empty ones, each once. */
export const words = z
  .array(line(80))
  .max(40, 'Der er plads til 40 ord.')
  .overwrite(list => [...new Set(list)])
