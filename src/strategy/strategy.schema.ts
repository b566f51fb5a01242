// A strategy as the API and the import file have it: a tree of guiding stars and goals, parents before children.
import { z } from 'zod'
import { line, markdown, slug, words } from '../lib/fields.ts'
import { successionProblems, treeProblems } from './strategy.rules.ts'

export const StrategyNode = z.strictObject({
  key: slug,
  parentKey: slug.nullable(),
  name: line(200),
  text: markdown(4000),
  keywords: words,
  successorOf: slug.nullable().default(null),
})

export const Strategy = z
  .strictObject({
    id: slug,
    name: line(160),
    version: line(20),
    owner: line(120),
    successorOf: slug.nullable().default(null),
    nodes: z.array(StrategyNode).min(1, 'En strategi har mindst ét pejlemærke.').max(500),
  })
  .superRefine(({ id, successorOf, nodes }, context) => {
    const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message })
    for (const { index, field, message } of treeProblems(nodes)) refuse(['nodes', index, field], message)
    if (successorOf === id)
      refuse(['successorOf'], 'En strategi kan ikke afløse sig selv. Giv den nye et andet kort navn.')
    if (successorOf === null)
      for (const { index, field, message } of successionProblems(nodes, null)) refuse(['nodes', index, field], message)
  })
  .meta({
    id: 'Strategy',
    description:
      'A tree of two or three levels. successorOf names the strategy, and in its nodes the nodes, that this version succeeds.',
  })

export type Strategy = z.infer<typeof Strategy>
export type StrategyNode = z.infer<typeof StrategyNode>
