// Start: config → database → migrate → seed → app → listen; and a clean stop.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from './app.ts'
import { buildAssets } from './command/build.ts'
import { seedModels } from './command/seed.ts'
import { DEMO, publishDemo, seedDemo } from './command/seed-demo.ts'
import { type Config, readConfig } from './config.ts'
import { connect } from './db/connect.ts'
import { migrate } from './db/migrate.ts'
import { vacuumTasks } from './db/vacuum.ts'
import { remindHearings } from './hearing/reminder.actions.ts'
import { textRenderer } from './http/views.ts'
import { sendDueMails, smtpTransport } from './mail/mail.sending.ts'
import { startWorker, type Task } from './mail/mail.worker.ts'
import { createPress } from './report/press.ts'
import { releaseDue } from './report/release.actions.ts'
import { startWorkshop } from './report/workshop.remote.ts'
import { followOlderReports } from './thread/older-report.actions.ts'
import { askForStatus } from './thread/reminder.actions.ts'
import { countUsers, endOldSessions, findLogin } from './user/user.queries.ts'

/** How often what has become due is looked for: mails and reminders. */
const EVERY_MS = 10_000
/** How often the embedded database is tidied. */
const TIDIED_EVERY_MS = 3_600_000

/** The embedded database's own secret, made once, readable by its owner only. */
function ownSecret(dataDir: string) {
  const file = join(dataDir, 'session-secret')
  mkdirSync(dataDir, { recursive: true })
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

async function start(config: Config) {
  const embedded = config.databaseUrl === null
  // Warnings and errors only: what a person needs to know is printed in Danish below.
  const logger = { level: 'warn' }
  await buildAssets()
  const connection = await connect(
    config.databaseUrl === null ? { folder: config.dataDir } : { url: config.databaseUrl },
    error => console.error(`An idle database connection broke: ${error.message}`),
  )
  const { db } = connection
  await migrate(db)
  await seedModels(db)
  const isNew = (await countUsers(db)).count === 0
  if (isNew && embedded) await seedDemo(db)
  await endOldSessions(db)
  await followOlderReports(db, (visitId, error) =>
    console.error(`Threads of visit ${visitId}: ${error instanceof Error ? error.message : error}`),
  )
  // A folder that began with `npm run admin` has no demo users, and shows none.
  const demo = embedded && (await findLogin(db, DEMO.users[0]?.email ?? '')) ? DEMO : null

  const workshop = startWorkshop({
    cacheFolder: join(config.dataDir, 'browser'),
    executablePath: config.browserPath ?? undefined,
    sandbox: config.browserSandbox,
    onEvent: ({ type, detail }) => {
      if (type !== 'started') console.error(`The workshop: ${type}, ${detail}`)
      if (type === 'unavailable')
        console.log(`PDF-filer kan ikke laves nu. ${workshop.reason()} (npm run doctor siger mere.)`)
    },
  })
  const secret = config.sessionSecret ?? ownSecret(config.dataDir)
  const app = await buildApp({
    db,
    listen: connection.listen,
    workshop,
    sessionSecret: secret,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    offlineDays: config.offlineDays,
    demo,
    sendsMail: config.mail !== null,
    logger,
  })
  const address = await app.listen({ host: config.host, port: config.port })

  console.log(`\nKvalitetsbesøg kører på ${config.publicUrl ?? address}\n`)
  if (demo) {
    console.log('Log ind som en af disse (opdigtet indhold, kun til at prøve med):')
    for (const { email, name } of DEMO.users) console.log(`  ${email.padEnd(26)} ${name}`)
    console.log(`  Adgangskode: ${DEMO.password}\n`)
  } else if (isNew && !embedded)
    console.log('Der er ingen brugere endnu. Lav den første administrator: npm run admin -- create …\n')

  // The demo's published reports are printed while people already look around.
  const press = createPress((template, data) => app.view(template, data), workshop)
  const printing = demo ? publishDemo(db, press) : null
  printing?.catch(error => console.log(`Demoens rapporter kunne ikke laves som PDF: ${error.message}`))

  const onError = (name: string, error: unknown) =>
    console.error(`${name}: ${error instanceof Error ? error.message : error}`)
  const workers = [
    startWorker(tasksOf(config, secret), { everyMs: EVERY_MS, onError }),
    startWorker(embedded ? await vacuumTasks(db) : [], { everyMs: TIDIED_EVERY_MS, onError }),
  ]

  function tasksOf({ mail, publicUrl }: Config, secret: string): Task[] {
    const reminding = [
      { name: 'Giving reports on their day', run: (now: Date) => releaseDue(db, now) },
      { name: 'Reminding of hearings', run: (now: Date) => remindHearings(db, now) },
      { name: 'Asking for status', run: (now: Date) => askForStatus(db, now) },
    ]
    if (!mail || !publicUrl) return reminding
    const sending = {
      db,
      transport: smtpTransport(mail.smtpUrl, mail.from),
      rendering: { html: (template: string, data: object) => app.view(template, data), text: textRenderer() },
      publicUrl: publicUrl.replace(/\/+$/, ''),
      domain: /@([^\s<>@]+)>?$/.exec(mail.from)?.[1] ?? 'localhost',
      secret,
    }
    return [...reminding, { name: 'Sending mail', run: now => sendDueMails(sending, now) }]
  }

  const stop = async () => {
    const hardStop = setTimeout(() => process.exit(1), 10_000)
    await app.close()
    await Promise.all(workers.map(worker => worker.stop()))
    await workshop.close()
    await printing?.catch(() => {})
    await connection.close()
    clearTimeout(hardStop)
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
}

try {
  await start(readConfig(process.env))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
