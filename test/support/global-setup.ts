// Once a run: the assets are built, and an empty migrated database is made, of which every test file gets a copy.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { buildAssets } from '../../src/command/build.ts'
import { seedModels } from '../../src/command/seed.ts'
import { type Connection, connect } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { EMPTY_EMBEDDED, EMPTY_POSTGRES, onServer, testDatabaseUrl } from './databases.ts'

async function fill({ db, close }: Connection) {
  await migrate(db)
  await seedModels(db)
  await close()
}

async function makeEmbedded() {
  rmSync(EMPTY_EMBEDDED, { recursive: true, force: true })
  mkdirSync(EMPTY_EMBEDDED, { recursive: true })
  await fill(await connect({ folder: EMPTY_EMBEDDED }))
  const pglite = await PGlite.create(join(EMPTY_EMBEDDED, 'postgres'))
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  writeFileSync(join(EMPTY_EMBEDDED, 'dump'), Buffer.from(await dump.arrayBuffer()))
}

async function makePostgres(server: string) {
  await onServer(server, async query => {
    await query(`drop database if exists ${EMPTY_POSTGRES} with (force)`)
    await query(`create database ${EMPTY_POSTGRES}`)
  })
  await fill(await connect({ url: testDatabaseUrl(server, EMPTY_POSTGRES) }))
}

export default async function setup(project: { config: { env: Record<string, string> } }) {
  await buildAssets()
  const server = project.config.env.TEST_DATABASE_URL
  await (server ? makePostgres(server) : makeEmbedded())
}
