// npm run doctor: what this machine has of what the product needs, and what to do about what is missing.
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Config, readConfig } from '../config.ts'
import { connect } from '../db/connect.ts'
import { describeBrowser } from '../pdf/browser.ts'
import { createPrinter } from '../pdf/printer.ts'

const SOURCES = {
  configured: 'BROWSER_PATH',
  package: 'pakken @sparticuz/chromium',
  machine: 'maskinen',
} as const

const say = (good: boolean, text: string) => console.log(`${good ? '✓' : '✗'} ${text}`)

async function checkDatabase(config: Config) {
  const place = config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataDir }
  const name = config.databaseUrl
    ? `PostgreSQL på ${new URL(config.databaseUrl).host}`
    : `databasen i ${config.dataDir}`
  try {
    const { db, close } = await connect(place)
    const { rows } = await sql<{ version: string }>`select version()`.execute(db)
    await close()
    say(true, `${name} svarer: ${rows[0]?.version.split(' on ')[0]}`)
    return true
  } catch (error) {
    say(false, `${name} svarer ikke: ${error instanceof Error ? error.message : error}`)
    return false
  }
}

async function checkPrinter(config: Config) {
  const options = {
    cacheFolder: join(config.dataDir, 'browser'),
    executablePath: config.browserPath ?? undefined,
    sandbox: config.browserSandbox,
  }
  console.log('\nBrowser til PDF; der er ledt her, i denne orden:')
  for (const { source, path, usable } of describeBrowser(options)) say(usable, `  ${SOURCES[source]}: ${path}`)
  const printer = createPrinter(options)
  try {
    const started = Date.now()
    const pdf = await printer.print('<!doctype html><html lang="da"><title>Prøve</title><h1>Prøve</h1></html>')
    say(true, `En prøveside blev til en PDF på ${pdf.length} bytes efter ${Date.now() - started} ms`)
    return true
  } catch (error) {
    say(false, printer.reason() ?? String(error))
    console.log('  Alt andet end PDF-filer virker imens.')
    return false
  } finally {
    await printer.close()
  }
}

try {
  const config = readConfig(process.env)
  say(true, `Node ${process.versions.node}`)
  const sound = [await checkDatabase(config), await checkPrinter(config)]
  process.exitCode = sound.every(Boolean) ? 0 : 1
} catch (error) {
  say(false, error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
