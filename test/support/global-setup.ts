// Once a run: the assets are built, and an empty migrated database is made, of which every test file gets a copy.
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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
  const folder = mkdtempSync(join(tmpdir(), 'kvalitetsbesoeg-empty-'))
  await fill(await connect({ folder }))
  const pglite = await PGlite.create(join(folder, 'postgres'))
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  // Moved into its place whole, so that two runs at once do not read each other's halves.
  writeFileSync(join(folder, 'dump'), Buffer.from(await dump.arrayBuffer()))
  mkdirSync(dirname(EMPTY_EMBEDDED), { recursive: true })
  copyFileSync(join(folder, 'dump'), `${EMPTY_EMBEDDED}.${process.pid}`)
  renameSync(`${EMPTY_EMBEDDED}.${process.pid}`, EMPTY_EMBEDDED)
  rmSync(folder, { recursive: true })
}

async function makePostgres(server: string) {
  await onServer(server, async query => {
    await query(`drop database if exists ${EMPTY_POSTGRES} with (force)`)
    await query(`create database ${EMPTY_POSTGRES}`)
  })
  await fill(await connect({ url: testDatabaseUrl(server, EMPTY_POSTGRES) }))
}

export default async function setup() {
  await buildAssets()
  await makeEmbedded()
  const server = process.env.TEST_DATABASE_URL
  if (server) await makePostgres(server)
}
