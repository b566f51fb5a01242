// A quality model as the API and the import file have it.
import { z } from 'zod'
import { BOXES, OFFERED_PHRASE_KEYS, PHRASE_KEYS } from '../db/tables.ts'
import { day, line, markdown, slug } from '../lib/fields.ts'

const themeKey = z.string().regex(/^[0-9]{1,2}[a-z]?$/, 'Et tema har et tal og måske et bogstav, som 3a.')

export const Model = z
  .strictObject({
    id: slug,
    name: line(120),
    version: line(20),
    validFrom: day,
    validTo: day.nullable(),
    themes: z
      .array(
        z.strictObject({
          key: themeKey,
          name: line(160),
          purpose: markdown(4000),
          successorOf: themeKey.nullable().default(null),
        }),
      )
      .min(1, 'En model har mindst ét tema.')
      .max(30),
    workAreas: z.array(z.strictObject({ name: line(80), text: markdown(4000) })).max(20),
    phrases: z.array(
      z.strictObject({ key: z.enum([...PHRASE_KEYS, ...OFFERED_PHRASE_KEYS]), box: z.enum(BOXES), text: line(300) }),
    ),
    readingGuide: markdown(),
  })
  .superRefine((model, context) => {
    const keys = model.themes.map(theme => theme.key)
    keys.forEach((theme, i) => {
      if (keys.indexOf(theme) !== i)
        context.addIssue({ code: 'custom', path: ['themes', i, 'key'], message: `Tema ${theme} står der to gange.` })
    })
    for (const phrase of PHRASE_KEYS)
      if (model.phrases.filter(given => given.key === phrase).length !== 1)
        context.addIssue({
          code: 'custom',
          path: ['phrases'],
          message: `Standardsætningen ${phrase} skal stå én gang.`,
        })
    for (const phrase of OFFERED_PHRASE_KEYS)
      if (model.phrases.filter(given => given.key === phrase).length > 1)
        context.addIssue({
          code: 'custom',
          path: ['phrases'],
          message: `Standardsætningen ${phrase} står der to gange.`,
        })
    if (model.validTo !== null && model.validTo < model.validFrom)
      context.addIssue({ code: 'custom', path: ['validTo'], message: 'Modellen slutter, før den begynder.' })
  })
  .meta({ id: 'Model' })

export type Model = z.infer<typeof Model>
