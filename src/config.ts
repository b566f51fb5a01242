// The settings, read once from the environment. Half-configured is refused with a sentence that names the setting.
import { z } from 'zod'

const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  SESSION_SECRET: z.string().min(32).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUSTED_PROXIES: z
    .string()
    .transform(list => list.split(',').map(entry => entry.trim()))
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/]/)
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/)
    .optional(),
  BROWSER_PATH: z.string().optional(),
  OFFLINE_DAYS: z.coerce.number().int().min(1).max(90).default(7),
  BROWSER_SANDBOX: z.enum(['on', 'off']).default('on'),
})

const EXPLANATIONS: Record<string, string> = {
  PORT: 'PORT skal være et tal mellem 0 og 65535.',
  DATABASE_URL: 'DATABASE_URL skal begynde med postgres://.',
  SESSION_SECRET: 'SESSION_SECRET skal være en tilfældig tekst på mindst 32 tegn.',
  OFFLINE_DAYS: 'OFFLINE_DAYS skal være et helt tal mellem 1 og 90.',
  SMTP_URL: 'SMTP_URL skal være mailserverens adresse, for eksempel smtp://mail.kommune.dk:25.',
  MAIL_FROM: 'MAIL_FROM skal være en e-mailadresse, for eksempel Kvalitetsbesøg <kvalitetsbesoeg@kommune.dk>.',
  BROWSER_SANDBOX: 'BROWSER_SANDBOX skal være on eller off.',
  PUBLIC_URL: 'PUBLIC_URL skal være tjenestens adresse, for eksempel https://kvalitetsbesoeg.eksempel.dk.',
}

export type Config = {
  host: string
  port: number
  dataDir: string
  /** null: the embedded database in `dataDir`. */
  databaseUrl: string | null
  /** null: a secret of its own is made in `dataDir` (embedded only). */
  sessionSecret: string | null
  /** The address people use, when a proxy stands in front; null: whatever host the request names. */
  publicUrl: string | null
  trustedProxies: string[]
  /** After so many days without contact a device destroys what it keeps. */
  offlineDays: number
  /** null: no mail server; mails are kept, and shown to administrators as not sent. */
  mail: { smtpUrl: string; from: string } | null
  browserPath: string | null
  /** false only where the container around it forbids the browser's own sandbox. */
  browserSandbox: boolean
}

/**
 * Reads the settings from `env`. Throws an Error with one Danish sentence when a setting is wrong, or when
 * DATABASE_URL is given without the secret that it takes: there are no default secrets.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = Environment.safeParse(given)
  if (!read.success) {
    const name = String(read.error.issues[0]?.path[0])
    throw new Error(EXPLANATIONS[name] ?? `Indstillingen ${name} kan ikke læses.`)
  }
  const settings = read.data
  if (settings.DATABASE_URL && !settings.SESSION_SECRET)
    throw new Error(
      'SESSION_SECRET mangler. Sæt den til en tilfældig tekst på mindst 32 tegn, når DATABASE_URL er sat.',
    )
  if (settings.SMTP_URL && !settings.MAIL_FROM)
    throw new Error('MAIL_FROM mangler. Sæt den til den adresse, mails skal komme fra, når SMTP_URL er sat.')
  if (settings.SMTP_URL && !settings.PUBLIC_URL)
    throw new Error('PUBLIC_URL mangler. Sæt den, når SMTP_URL er sat: links i mails skal føre et sted hen.')
  return {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL ?? null,
    sessionSecret: settings.SESSION_SECRET ?? null,
    publicUrl: settings.PUBLIC_URL ?? null,
    trustedProxies: settings.TRUSTED_PROXIES ?? [],
    offlineDays: settings.OFFLINE_DAYS,
    mail: settings.SMTP_URL && settings.MAIL_FROM ? { smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM } : null,
    browserPath: settings.BROWSER_PATH ?? null,
    browserSandbox: settings.BROWSER_SANDBOX === 'on',
  }
}
