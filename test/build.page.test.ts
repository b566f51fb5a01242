// The layout, the partials, the login page and the error page: valid HTML in every branch, and nothing that the CSP forbids.
import { fastify } from 'fastify'
import { HtmlValidate } from 'html-validate'
import { beforeAll, describe, expect, test } from 'vitest'
import { registerViews } from '../src/http/views.ts'
import { GALLERY, PAGE } from './build.gallery.ts'

const app = fastify()
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
  },
})

beforeAll(async () => {
  await registerViews(app)
  app.post<{ Body: { template: string; page: object } }>('/', ({ body }, reply) =>
    reply.view(body.template, body.page, { layout: 'layouts/page.hbs' }),
  )
})

async function render(template: string, page: object) {
  const response = await app.inject({ method: 'POST', url: '/', payload: { template, page } })
  expect(response.statusCode, response.body).toBe(200)
  return response.body
}

async function faultsOf(html: string) {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`))
}

const LOGIN = {
  ...PAGE,
  user: null,
  nav: null,
  flash: null,
  title: 'Log ind',
  error: null,
  email: '',
  next: '/',
  demo: null,
}
const DEMO = [{ email: 'konsulent1@eksempel.dk', name: 'Maja Holm, konsulent' }]
const ERROR = {
  ...PAGE,
  flash: null,
  status: 404,
  heading: 'Siden findes ikke',
  text: 'Gå til forsiden.',
  action: null,
  reference: null,
}
const BARE = { ...GALLERY, errors: [], flash: null, wide: true }

describe.each([
  ['the gallery of all partials', '../test/build.gallery.hbs', GALLERY],
  ['the gallery without messages', '../test/build.gallery.hbs', BARE],
  ['the login page', 'user/login.hbs', LOGIN],
  [
    'the login page of a demonstration',
    'user/login.hbs',
    { ...LOGIN, demo: DEMO, demoPassword: 'x', error: 'Prøv igen.' },
  ],
  ['an error page', 'error/error.hbs', ERROR],
  [
    'an error page with a way on',
    'error/error.hbs',
    { ...ERROR, action: { href: '/', text: 'Til forsiden' }, reference: 'req-1' },
  ],
])('%s', (_name, template, page) => {
  test('is valid HTML', async () => {
    expect(await faultsOf(await render(template, page))).toEqual([])
  })

  test('has no inline style or script', async () => {
    const html = await render(template, page)
    expect(html).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]* src=)/)
  })
})

describe('a field', () => {
  test('is described by its hint and its error', async () => {
    const html = await render('../test/build.gallery.hbs', GALLERY)
    expect(html).toContain(
      'id="date" name="date" type="date" value="" aria-describedby="date-hint date-error" aria-invalid="true"',
    )
    expect(html).toMatch(/<span class="form-error-message" id="date-error">.*Vælg en dato/)
  })

  test('keeps the text as it was written, to the first space', async () => {
    expect(await render('../test/build.gallery.hbs', GALLERY)).toContain(
      '>\n Et sted med ro &amp; nærvær.\nOg to linjer.</textarea>',
    )
  })
})

describe('the layout', () => {
  test('shows who is logged in, the menu with the page one is on, and a way out that is a form', async () => {
    const html = await render('error/error.hbs', ERROR)
    expect(html).toContain('Anne-Marie Østergaard')
    expect(html).toContain('<a href="/visit" aria-current="page">Mine besøg</a>')
    expect(html).toMatch(/<summary>Opsætning<\/summary>\s*<ul[^>]*>\s*<li><a href="\/log">Log<\/a>/)
    expect(html).toContain('<form method="post" action="/logout"')
  })

  test('has neither menu nor way out before login', async () => {
    const html = await render('user/login.hbs', LOGIN)
    expect(html).not.toMatch(/<nav|\/logout/)
    expect(html).toContain('<title>Log ind – Kvalitetsbesøg</title>')
  })

  test('shows the demo logins only where there are any', async () => {
    expect(await render('user/login.hbs', LOGIN)).not.toContain('demonstration')
    expect(await render('user/login.hbs', { ...LOGIN, demo: DEMO })).toContain('konsulent1@eksempel.dk')
  })
})
