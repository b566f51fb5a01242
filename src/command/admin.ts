// npm run admin -- create --name … --email …: makes an administrator; the first one cannot be made anywhere else.
import { createInterface } from 'node:readline/promises'
import { readConfig } from '../config.ts'
import { connect } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { createUser } from '../user/user.actions.ts'
import { NewUser } from '../user/user.schema.ts'
import { readOptions } from './options.ts'
import { seedModels } from './seed.ts'

const USAGE = `Brug: npm run admin -- create --name "Navn Navnesen" --email navn@kommune.dk

Adgangskoden læses fra tastaturet (eller fra standardinput i et script), så den ikke står i historikken.`

async function askPassword() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const password = await terminal.question(process.stdin.isTTY ? 'Adgangskode (mindst 12 tegn): ' : '')
  terminal.close()
  return password
}

async function create(args: string[]) {
  const { name, email } = readOptions(args, ['name', 'email'] as const)
  const user = NewUser.safeParse({ name, email, role: 'administrator', password: await askPassword() })
  if (!user.success) throw new Error(user.error.issues.map(issue => issue.message).join('\n'))
  const config = readConfig(process.env)
  const { db, close } = await connect(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataDir })
  try {
    await migrate(db)
    await seedModels(db)
    await createUser(db, null, user.data)
    console.log(`Administratoren ${user.data.email} er oprettet. Start med npm start, og log ind.`)
  } finally {
    await close()
  }
}

const [command, ...args] = process.argv.slice(2)
try {
  if (command !== 'create') throw new Error(USAGE)
  await create(args)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
