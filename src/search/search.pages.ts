// /search: one field, and what was found with the hits marked.
import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/tables.ts'
import { unauthorized } from '../http/errors.ts'
import { renderPage } from '../http/page.ts'
import { search } from './search.reading.ts'
import { searchText } from './search.rules.ts'
import { SearchForm } from './search.schema.ts'
import { HITS_ON_A_PAGE, searchView } from './search.view.ts'

export function searchPages(app: FastifyInstance, { db }: { db: Db }) {
  app.get('/search', { config: { policy: 'loggedIn' } }, async (request, reply) => {
    const { user } = request
    if (!user) throw unauthorized()
    const sent = Object.fromEntries(new URLSearchParams(request.url.split('?')[1]))
    const form = SearchForm.safeParse({ q: sent.q, sort: sent.sort === 'newest' ? 'newest' : 'rank' })
    const page = /^[1-9]\d{0,2}$/.test(sent.page ?? '') ? Number(sent.page) : 1
    const title = 'Søg'
    if (!form.success) {
      const error = form.error.issues[0]?.message ?? null
      const view = searchView({ user, q: sent.q ?? '', sort: 'rank', page: 1, hits: [] })
      return renderPage(request, reply.code(422), 'search/search.hbs', { title, error, hasSearched: false, ...view })
    }
    const { sort } = form.data
    const q = searchText(form.data.q)
    const wanted = { typed: q, sort, offset: (page - 1) * HITS_ON_A_PAGE, limit: HITS_ON_A_PAGE + 1 }
    const view = searchView({ user, q, sort, page, hits: await search(db, user, wanted) })
    return renderPage(request, reply, 'search/search.hbs', {
      title: q === '' ? title : `${q} – søgning`,
      error: null,
      hasSearched: q !== '',
      ...view,
    })
  })
}
