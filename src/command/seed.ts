// What comes with the product: the quality model and the strategies always, demo content on a new embedded database.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../db/tables.ts'
import { addModel } from '../model/model.actions.ts'
import { findModel } from '../model/model.queries.ts'
import { Model } from '../model/model.schema.ts'
import { addStrategy } from '../strategy/strategy.actions.ts'
import { findStrategy } from '../strategy/strategy.queries.ts'
import { Strategy } from '../strategy/strategy.schema.ts'

export const SEEDS = join(import.meta.dirname, '../../seeds')

/** The JSON files of a folder under seeds/, by name. */
export const readSeeds = (folder: string): [name: string, content: unknown][] =>
  readdirSync(join(SEEDS, folder))
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(SEEDS, folder, file), 'utf8'))])

/** Adds the shipped model and strategies that are not there yet; those that are stay as they are. */
export async function seedModels(db: Db): Promise<void> {
  for (const [, content] of readSeeds('model')) {
    const model = Model.parse(content)
    if (!(await findModel(db, model.id))) await addModel(db, null, model)
  }
  for (const [, content] of readSeeds('strategy')) {
    const strategy = Strategy.parse(content)
    if (!(await findStrategy(db, strategy.id))) await addStrategy(db, null, strategy)
  }
}
