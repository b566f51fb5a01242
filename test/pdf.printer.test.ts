// The printer against a real browser: what it prints, what it refuses to fetch, and how it stands a browser that dies.
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { PrinterBusy, PrinterUnavailable, PrintFailed } from '../src/pdf/errors.ts'
import { checkPdf } from '../src/pdf/print-page.ts'
import { createPrinter, type Printer, type PrinterOptions } from '../src/pdf/printer.ts'
import { alive, browserPid, processes, profiles, renderers } from './support/processes.ts'

vi.setConfig({ testTimeout: 20_000 })

const CACHE = 'node_modules/.cache/kvalitetsbesoeg/browser'
const PLEX = readFileSync('node_modules/@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2', 'base64')
const SLOW = `<h1>Lang</h1>${'<p>Æblegrød på øen med fløde, <b>igen</b> og <i>igen</i>.</p>'.repeat(5_000)}`
const REPORT = `<!doctype html><html lang="da"><head><title>Kvalitetsbesøg</title><style>
  @font-face { font-family: Plex; src: url(data:font/woff2;base64,${PLEX}) }
  @page { size: A4 landscape } body { font-family: Plex } h2 { break-before: page }
</style></head><body><h1>Tema 1: Målgruppe</h1><ul><li>Borgerne trives</li><li>Ærlig snak på Ølgod</li></ul>
<h2>Tema 2: Åben dør</h2></body></html>`

const open: Printer[] = []
function printer(options: Partial<PrinterOptions> = {}) {
  const made = createPrinter({ cacheFolder: CACHE, ...options })
  open.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(each => each.close()))
})

async function read(bytes: Uint8Array) {
  const loading = getDocument({ data: bytes.slice(), verbosity: 0 })
  const pdf = await loading.promise
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, index) => pdf.getPage(index + 1)))
  const texts = await Promise.all(
    pages.map(async page => (await page.getTextContent()).items.map(item => ('str' in item ? item.str : '')).join('')),
  )
  const trees = await Promise.all(pages.map(page => page.getStructTree()))
  const outline = (await pdf.getOutline())?.map(item => item.title)
  const [, , width = 0, height = 0] = pages[0]?.view ?? []
  await loading.destroy()
  return {
    texts,
    text: texts.join('\n'),
    structure: JSON.stringify(trees),
    outline,
    millimetres: [width, height].map(points => Math.round((points / 72) * 25.4)),
  }
}

describe('what is printed', () => {
  test('a report comes out with its pages, Danish letters, font, tags and outline', async () => {
    const bytes = await printer().print(REPORT)
    const pdf = await read(bytes)
    expect(pdf.texts).toHaveLength(2)
    expect(pdf.millimetres).toEqual([297, 210])
    expect(pdf.texts[0]).toContain('Tema 1: Målgruppe')
    expect(pdf.texts[0]).toContain('Ærlig snak på Ølgod')
    expect(pdf.texts[1]).toContain('Tema 2: Åben dør')
    expect(pdf.structure).toMatch(/"H1".*"LI".*"H2"/)
    expect(pdf.outline).toEqual(['Tema 1: Målgruppe'])
    const names = Buffer.from(bytes)
      .toString('latin1')
      .match(/\/FontName \/\S+/g)
    expect(names?.every(name => name.includes('IBMPlexSans'))).toBe(true)
  })

  test('paper is A4 unless the document names another', async () => {
    const made = printer()
    const paper = async (html: string) => (await read(await made.print(html))).millimetres
    expect(await paper('<p>Hej</p>')).toEqual([210, 297])
    expect(await paper('<style>@page { size: 100mm 150mm }</style><p>Hej</p>')).toEqual([100, 150])
  })

  test('a PDF that is cut off is not handed out', async () => {
    const bytes = await printer().print('<p>Hel</p>')
    expect(() => checkPdf(bytes)).not.toThrow()
    for (const bad of [bytes.slice(0, -20), bytes.slice(5), Buffer.from('%PDF-1.4\n%%EOF')])
      expect(() => checkPdf(bad)).toThrow(PrintFailed)
  })

  test('starting does not block: the printer is there at once and the first job waits for the browser', async () => {
    const before = performance.now()
    const made = printer()
    expect(performance.now() - before).toBeLessThan(100)
    expect(made.state()).toBe('starting')
    await made.print('<p>Hej</p>')
    expect(made.state()).toBe('ready')
    expect(made.reason()).toBeNull()
  })
})

describe('what a document may not do', () => {
  let hits: string[] = []
  let canary = ''
  let folder = ''
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.end('<p>KANARIEFUGL</p>')
  })

  beforeAll(async () => {
    await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
    canary = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    folder = await mkdtemp(join(tmpdir(), 'pdf-secret-'))
    writeFileSync(join(folder, 'secret.html'), 'HEMMELIGHED')
    writeFileSync(
      join(folder, 'secret.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg"><text y="9">HEMMELIGHED</text></svg>',
    )
  })
  afterAll(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })

  const ways = [
    ['img', (url: string) => `<img src="${url}"><img srcset="${url} 2x">`],
    ['iframe', (url: string) => `<iframe src="${url}"></iframe><iframe srcdoc="<img src=${url}>"></iframe>`],
    [
      'a data: iframe',
      (url: string) => `<iframe src='data:text/html,<img src="${url}"><script src="${url}"></script>'></iframe>`,
    ],
    [
      'object',
      (url: string) =>
        `<object data="${url}"></object><embed src="${url}"><video src="${url}" poster="${url}"></video>`,
    ],
    [
      'link',
      (url: string) =>
        `<link rel="stylesheet" href="${url}"><link rel="prefetch" href="${url}"><link rel="preconnect" href="${url}"><link rel="icon" href="${url}">`,
    ],
    [
      'css',
      (url: string) =>
        `<style>@import '${url}'; @font-face { font-family: F; src: url(${url}) } body { background: url(${url}); font-family: F }</style>`,
    ],
    ['svg', (url: string) => `<svg><image href="${url}"/><use href="${url}#a"/></svg>`],
    [
      'script',
      (url: string) =>
        `<script src="${url}"></script><script>fetch('${url}')</script><img src=x onerror="fetch('${url}')">`,
    ],
    ['base', (url: string) => `<base href="${url}/"><img src="a.png">`],
    ['meta refresh', (url: string) => `<meta http-equiv="refresh" content="0;url=${url}">`],
  ] as const

  test('it reaches neither the network nor the files of the server', async () => {
    hits = []
    const made = printer()
    const addresses = [
      canary,
      canary.replace('127.0.0.1', 'localhost'),
      `file://${folder}/secret.html`,
      `file://${folder}/secret.svg`,
    ]
    for (const address of addresses) {
      for (const [way, html] of ways) {
        const pdf = await read(
          await made.print(`<html><head>${html(address)}</head><body><p>Før${html(address)}efter</p></body></html>`),
        )
        expect(pdf.text, `${way} ${address}`).toContain('Før')
        expect(pdf.text, `${way} ${address}`).not.toMatch(/HEMMELIGHED|KANARIEFUGL/)
      }
    }
    expect(hits).toEqual([])
  })

  test('it runs no script, and a script that never ends does not hold up the printer', async () => {
    const script = '<script>document.body.append("SCRIPT"); for (;;) {}</script>'
    const html = `<body>${script}<p>Ro</p><iframe srcdoc='${script}'></iframe><iframe src='data:text/html,${script}'></iframe><noscript>Uden</noscript>`
    const { text } = await read(await printer({ timeoutMs: 4000 }).print(html))
    expect(text).toContain('Ro')
    expect(text).toContain('Uden')
    expect(text).not.toContain('SCRIPT')
  })

  test('it cannot lead the printer to another page', async () => {
    const made = printer()
    const away = '<meta http-equiv="refresh" content="0;url=about:blank"><p>Før</p>'
    // An image that takes a while to read gives the document time to leave before it is printed.
    const image = `<svg xmlns="http://www.w3.org/2000/svg"><!--${'x'.repeat(4_000_000)}--></svg>`
    const html = `${away}<img src="data:image/svg+xml;base64,${Buffer.from(image).toString('base64')}">`
    await expect(made.print(html)).rejects.toThrow(/en anden side/)
    expect((await read(await made.print('<p>Næste</p>'))).text.trim()).toBe('Næste')
  })
})

describe.runIf(process.platform === 'linux')('what a document leaves for the next, on the same page', () => {
  const NEXT = `<!doctype html><html lang="da"><head><title>Næste</title><style>
    body { font: 12pt Egen, sans-serif; width: 100; background: var(--farve, white) } :target { display: none }
    ol { list-style: egen } a { color: green }
    </style></head><body><h1 id="a">Næste</h1><p id="hemmelig">Brødtekst, som deles over lin&shy;jer</p><ol><li>punkt</li></ol>
    <table><tr><td>celle</td></tr></table><iframe name="ramme" srcdoc="<p>Ny ramme</p>"></iframe>
    <a href="sted" target="ramme">Sted</a><img alt="" width="9" height="9"
    src="data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="></body></html>`

  const dirty = {
    'a policy that forbids styles and images':
      '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><p>Før</p>',
    'a base for links': '<head><base href="https://eksempel.dk/andet/"></head><p>Før</p>',
    'a language and a referrer policy':
      '<meta http-equiv="content-language" content="ar"><meta name="referrer" content="unsafe-url"><p>Før</p>',
    'no doctype, so that old rules hold': '<body dir="rtl" bgcolor="red"><p>Før</p>',
    'names for fonts, list signs and properties': `<!doctype html><style>@font-face { font-family: Egen; src: url(data:font/woff2;base64,${PLEX}) }
      @counter-style egen { system: cyclic; symbols: "☞" } @property --farve { syntax: "<color>"; inherits: true; initial-value: red }
      @page { size: 100mm 100mm } :root { --farve: red }</style><p>Før</p>`,
    'a jump to a place in it, and a leaving that is not due yet':
      '<!doctype html><meta http-equiv="refresh" content="0;url=#a"><meta http-equiv="refresh" content="1;url=data:text/html,HEMMELIGHED"><p id="a">Før</p>',
    'frames with names, and forms':
      '<iframe name="ramme" srcdoc="<form><input name=x value=HEMMELIGHED autofocus></form>"></iframe><iframe name="b" src="data:text/html,HEMMELIGHED"></iframe><dialog open>HEMMELIGHED</dialog>',
    'an element that never ends': '<!doctype html><textarea><plaintext>HEMMELIGHED',
  }

  /** What Chromium prints, but for the moment at which it did. */
  async function raw(made: Printer, html: string) {
    let seen = ''
    await made.print(
      html,
      async bytes => {
        seen = Buffer.from(bytes)
          .toString('latin1')
          .replaceAll(/\(D:\d[^)]*\)/g, '()')
        return null
      },
      { lenient: true },
    )
    return seen
  }

  test.each(Object.entries(dirty))('not %s', async (_, html) => {
    const alone = await raw(printer(), NEXT)
    const made = printer({ pagesAtOnce: 1 })
    await raw(made, '<p>Varm</p>')
    const pages = renderers()
    const before = await raw(made, html)
    await new Promise(later => setTimeout(later, html.includes('1;url') ? 1500 : 0))
    const after = await raw(made, NEXT)
    expect(before).not.toBe(alone)
    expect(after === alone).toBe(true)
    expect(renderers()).toEqual(expect.arrayContaining(pages.filter(alive)))
  })

  test('a page whose process dies unused, or that has printed its share, gives way to another', async () => {
    const made = printer({ pagesAtOnce: 1, pageLasts: 2 })
    await made.print('<p>1</p>')
    const [first = 0] = renderers()
    process.kill(first, 'SIGKILL')
    expect((await read(await made.print('<p>2</p>'))).text).toContain('2')
    const second = renderers()
    expect(second).not.toContain(first)
    await made.print('<p>3</p>')
    await vi.waitFor(() => expect(second.filter(alive)).toEqual([]))
    expect((await read(await made.print('<p>4</p>'))).text).toContain('4')
  })
})

describe.runIf(process.platform === 'linux')('what the browser may know', () => {
  test('it gets none of the secrets in the environment, and listens on no port', async () => {
    vi.stubEnv('DATABASE_PASSWORD', 'HEMMELIGHED')
    await printer().print('<p>Hej</p>')
    vi.unstubAllEnvs()
    const listening = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap(path => readFileSync(path, 'utf8').split('\n'))
      .map(line => line.trim().split(/\s+/))
      .filter(columns => columns[3] === '0A')
      .map(columns => `socket:[${columns[9]}]`)
    for (const pid of processes()) {
      expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).not.toContain('HEMMELIGHED')
      const open = readdirSync(`/proc/${pid}/fd`).map(fd => readlinkSync(`/proc/${pid}/fd/${fd}`))
      expect(open.filter(file => listening.includes(file))).toEqual([])
    }
  })
})

describe.runIf(process.platform === 'linux')('a browser in trouble', () => {
  test('killed between two jobs: the next comes out', async () => {
    const made = printer()
    await made.print('<p>Første</p>')
    process.kill(browserPid(), 'SIGKILL')
    expect((await read(await made.print('<p>Anden</p>'))).text).toContain('Anden')
  })

  test('killed during a job: the same job comes out of a new browser', async () => {
    const onEvent = vi.fn()
    const made = printer({ onEvent })
    await made.print('<p>Varm</p>')
    const job = made.print(SLOW.slice(0, SLOW.length / 4))
    await vi.waitFor(() => expect(processes().length).toBeGreaterThan(3))
    process.kill(browserPid(), 'SIGKILL')
    expect((await read(await job)).text).toContain('Lang')
    expect(onEvent.mock.calls.map(([event]) => event.type)).toEqual(['started', 'replaced', 'started'])
  })

  test('stopped between two jobs: it is found out in time for the job to come out of a new browser', async () => {
    const made = printer({ timeoutMs: 8000 })
    await made.print('<p>Første</p>')
    const family = processes()
    process.kill(browserPid(), 'SIGSTOP')
    expect((await read(await made.print('<p>Anden</p>'))).text).toContain('Anden')
    await vi.waitFor(() => expect(family.filter(alive)).toEqual([]))
  })

  test('stopped during a job: an answer comes within the limit, and the next job is fine', async () => {
    const made = printer({ timeoutMs: 3000 })
    await made.print('<p>Varm</p>')
    const before = performance.now()
    const job = made.print(SLOW.repeat(3))
    const answer = expect(job).rejects.toThrow(PrintFailed)
    await vi.waitFor(() => expect(processes().length).toBeGreaterThan(3))
    await new Promise(later => setTimeout(later, 300))
    const family = processes()
    for (const pid of family) process.kill(pid, 'SIGSTOP')
    await answer
    expect(performance.now() - before).toBeLessThan(3500)
    await vi.waitFor(() => expect(family.filter(alive)).toEqual([]))
    expect((await read(await made.print('<p>Næste</p>'))).text).toContain('Næste')
  })

  test('a browser that has printed its share is exchanged when nobody waits', async () => {
    const made = printer({ recycleAfter: 2, pagesAtOnce: 1 })
    await made.print('<p>1</p>')
    const first = browserPid()
    await made.print('<p>2</p>')
    await made.print('<p>3</p>')
    expect(processes()).not.toContain(first)
  })

  test('closing leaves no process and no profile folder, also when the browser is only just starting', async () => {
    const used = printer()
    await used.print('<p>Hej</p>')
    const starting = printer()
    await vi.waitFor(() => expect(profiles()).toHaveLength(2))
    const job = expect(starting.print('<p>For sent</p>')).rejects.toThrow(PrinterUnavailable)
    const family = processes()
    await Promise.all([used.close(), starting.close()])
    await job
    await expect(used.print('<p>Lukket</p>')).rejects.toThrow(PrinterUnavailable)
    expect(profiles()).toEqual([])
    await vi.waitFor(() => expect([...processes(), ...family.filter(alive)]).toEqual([]))
  })
})

test('a profile folder that a killed server left behind is removed, one that is in use is not', async () => {
  const [left, inUse] = [2 ** 30, process.ppid].map(pid => join(tmpdir(), `kvalitetsbesoeg-browser-${pid}-test`))
  for (const path of [left, inUse]) mkdirSync(path as string, { recursive: true })
  printer()
  await vi.waitFor(() => expect(existsSync(left as string)).toBe(false))
  expect(existsSync(inUse as string)).toBe(true)
  await rm(inUse as string, { recursive: true })
})

describe('more than the printer can do', () => {
  test('beyond the queue it is busy and says when to come again; those inside come out', async () => {
    const made = printer({ queueLimit: 2, pagesAtOnce: 1 })
    const answers = await Promise.allSettled(Array.from({ length: 6 }, (_, index) => made.print(`<p>Nr. ${index}</p>`)))
    expect(answers.map(answer => answer.status)).toEqual([...Array(3).fill('fulfilled'), ...Array(3).fill('rejected')])
    const refused = answers.at(-1) as PromiseRejectedResult
    expect(refused.reason).toBeInstanceOf(PrinterBusy)
    expect(refused.reason.retryAfterSeconds).toBeGreaterThanOrEqual(1)
  })

  test('a document that takes too long is given up, and its neighbour comes out', async () => {
    const made = printer({ timeoutMs: 2000, pagesAtOnce: 2 })
    await made.print('<p>Varm</p>')
    const slow = expect(made.print(SLOW.repeat(10))).rejects.toThrow(/ikke færdig i tide/)
    await new Promise(later => setTimeout(later, 1000))
    expect((await read(await made.print('<p>Nabo</p>'))).text).toContain('Nabo')
    await slow
  })
})

describe('while somebody saves', () => {
  /** A document in hand until it is let go, and whether another that comes after it gets past. */
  async function besideOne(options: { saves: boolean; holdMs: number }) {
    const made = printer({ pagesAtOnce: 2 })
    await Promise.all([made.print('<p>Varm</p>'), made.print('<p>Varm</p>')])
    const { promise: released, resolve: release } = Promise.withResolvers<null>()
    const first = made.print('<p>Nr. 1</p>', () => released)
    if (options.saves) made.giveWay()
    let isPast = false
    const second = made.print('<p>Nr. 2</p>').then(() => {
      isPast = true
    })
    // Somebody who writes saves again and again.
    const writing = setInterval(() => options.saves && made.giveWay(), 300)
    await new Promise(later => setTimeout(later, options.holdMs))
    const was = isPast
    clearInterval(writing)
    release(null)
    await Promise.all([first, second])
    return was
  }

  test('nobody saves: two documents are made at once', async () => {
    expect(await besideOne({ saves: false, holdMs: 1500 })).toBe(true)
  })

  test('the second waits for the first, so that a core is free, and comes out', async () => {
    expect(await besideOne({ saves: true, holdMs: 1500 })).toBe(false)
  })

  test('but not for one that takes long', async () => {
    expect(await besideOne({ saves: true, holdMs: 4000 })).toBe(true)
  })
})

describe('no browser', () => {
  test('the printer is unavailable and says in one sentence what to do', async () => {
    const made = printer({ executablePath: '/findes/ikke', sources: ['configured'] })
    await expect(made.print('<p>Hej</p>')).rejects.toThrow(PrinterUnavailable)
    expect(made.state()).toBe('unavailable')
    expect(made.reason()).toMatch(/^Der er ingen browser .*installér .* BROWSER_PATH\.$/)
  })

  test('a program that is no browser is refused too, and leaves no profile folder', async () => {
    const made = printer({ executablePath: process.execPath, sources: ['configured'] })
    await expect(made.print('<p>Hej</p>')).rejects.toThrow(/kunne ikke startes: installér/)
    expect(profiles()).toEqual([])
  })
})
