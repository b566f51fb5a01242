// A strategy as the API and the import file have it: a tree of guiding stars and goals, parents before children.
import { z } from 'zod'
import { line, markdown, slug, words } from '../lib/fields.ts'

export const Strategy = z
  .strictObject({
    id: slug,
    name: line(160),
    version: line(20),
    owner: line(120),
    nodes: z
      .array(
        z.strictObject({
          key: slug,
          parentKey: slug.nullable(),
          name: line(200),
          text: markdown(4000),
          keywords: words,
        }),
      )
      .min(1, 'En strategi har mindst ét pejlemærke.')
      .max(500),
  })
  .superRefine(({ nodes }, context) => {
    const seen = new Set<string>()
    nodes.forEach((node, i) => {
      if (seen.has(node.key))
        context.addIssue({ code: 'custom', path: ['nodes', i, 'key'], message: `${node.key} står der to gange.` })
      if (node.parentKey !== null && !seen.has(node.parentKey))
        context.addIssue({
          code: 'custom',
          path: ['nodes', i, 'parentKey'],
          message: `${node.parentKey} skal stå før det, der hører under det.`,
        })
      seen.add(node.key)
    })
  })
  .meta({ id: 'Strategy' })

export type Strategy = z.infer<typeof Strategy>
