// Brings the database to the newest shape. Kysely's migrator locks, so that two starters do not both migrate.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Migration, Migrator } from 'kysely/migration'
import type { Db } from './tables.ts'

const FOLDER = join(import.meta.dirname, '../../migrations')

async function migrations(): Promise<Record<string, Migration>> {
  const files = readdirSync(FOLDER).filter(file => file.endsWith('.ts'))
  const loaded = await Promise.all(files.map(file => import(pathToFileURL(join(FOLDER, file)).href)))
  return Object.fromEntries(files.map((file, i) => [file.slice(0, -'.ts'.length), loaded[i]]))
}

/** Runs what has not run yet, each in a transaction; throws the first error. Returns the names that ran. */
export async function migrate(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: migrations } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) throw error
  return results.map(result => result.migrationName)
}
