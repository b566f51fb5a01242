// What may be sent about users and logins, and what is answered.
import { z } from 'zod'
import { ROLES } from '../db/tables.ts'
import { id, line, version } from '../lib/fields.ts'

export const email = z
  .email('Skriv en e-mailadresse, for eksempel navn@kommune.dk.')
  .max(254)
  .overwrite(value => value.toLowerCase())
const password = z
  .string()
  .min(12, 'Adgangskoden skal have mindst 12 tegn.')
  .max(200, 'Adgangskoden må højst have 200 tegn.')
  .refine(value => value.isWellFormed(), 'Adgangskoden har et tegn, der er gået i stykker.')

export const Login = z.strictObject({ email: line(254), password: z.string().max(200) }).meta({ id: 'Login' })

export const Me = z
  .object({ id, name: z.string(), email: z.string(), role: z.enum(ROLES), tilbudIds: z.array(id) })
  .meta({ id: 'Me' })

export const User = Me.extend({ active: z.boolean(), version }).meta({ id: 'User' })

export const NewUser = z
  .strictObject({
    id: id.optional(),
    name: line(120),
    email,
    role: z.enum(ROLES, 'Vælg en rolle.'),
    tilbudIds: z.array(id).max(500).default([]),
    password,
  })
  .meta({ id: 'NewUser' })

export const UserChange = z
  .strictObject({
    name: line(120),
    email,
    role: z.enum(ROLES, 'Vælg en rolle.'),
    tilbudIds: z.array(id).max(500),
    active: z.boolean(),
    password,
  })
  .partial()
  .meta({ id: 'UserChange' })

export const OwnPassword = z
  .strictObject({ current: z.string().max(200), password, repeated: z.string().max(200) })
  .refine(({ password, repeated }) => password === repeated, {
    path: ['repeated'],
    message: 'De to nye adgangskoder er ikke ens. Skriv dem igen.',
  })

export const ChosenPassword = z
  .strictObject({ password, repeated: z.string().max(200) })
  .refine(({ password, repeated }) => password === repeated, {
    path: ['repeated'],
    message: 'De to adgangskoder er ikke ens. Skriv dem igen.',
  })

export type NewUser = z.infer<typeof NewUser>
export type UserChange = z.infer<typeof UserChange>
