// The editor in a real browser: what a person types, presses and pastes, and what becomes of it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useBrowser, type Visitor } from './support/browser.ts'
import type * as Editing from './support/editor-entry.ts'
import { useEditorPage } from './support/editor-page.ts'

declare const editing: typeof Editing

const url = useEditorPage()
const visitor = useBrowser()
let at: Visitor

const FIELD = '#place-1 [role="textbox"]'
const THEIRS = '#place-2 [role="textbox"]'

const read = (index = 0) => at.page.evaluate(index => editing.read(index), index)
const body = async () => (await read()).body
const keys = async (...names: string[]) => {
  for (const name of names) {
    const parts = name.split('+')
    const last = parts.pop() as 'Enter'
    for (const part of parts) await at.page.keyboard.down(part as 'Control')
    await at.page.keyboard.press(last)
    for (const part of parts.reverse()) await at.page.keyboard.up(part as 'Control')
  }
}
/** Nobody presses a key faster than the browser tells of a selection or gives back the focus. */
const settle = () => new Promise(resolve => setTimeout(resolve, 60))

/** Selects the last letters. */
const back = async (count: number) => {
  await keys(...Array.from({ length: count }, () => 'Shift+ArrowLeft'))
  await settle()
}
const type = (words: string) => at.page.keyboard.type(words)

/** The editors with this in them, the caret at the end of the first. */
async function begin(text = '', heading = '') {
  await at.page.goto(url())
  await at.page.evaluate(
    (text, heading) => {
      localStorage.clear()
      editing.write(text, heading)
      editing.mount()
      editing.editors[0]?.focus()
    },
    text,
    heading,
  )
}

beforeAll(async () => {
  at = await visitor(url())
})
afterAll(() => at.close())
beforeEach(() => begin())

/** Puts this on a clipboard and pastes it into the first editor; the tests' own clip, not the machine's. */
const paste = (data: Record<string, string>, files: { name: string; type: string }[] = []) =>
  at.page.evaluate(
    (data, files) => {
      editing.editors[0]?.focus()
      editing.paste(
        data,
        files.map(({ name, type }) => new File(['x'], name, { type })),
      )
    },
    data,
    files,
  )
const pasted = async (html: string) => {
  await begin()
  await paste({ 'text/html': html, 'text/plain': 'tekst' })
  return body()
}
const said = () => at.page.$eval('#place-1 .editor-notice', notice => notice.textContent)
const press = (words: string) =>
  at.page.evaluate(words => {
    const button = [...document.querySelectorAll<HTMLButtonElement>('#place-1 [role="toolbar"] button')].find(it =>
      it.textContent.includes(words),
    )
    button?.click()
  }, words)
const pressed = () =>
  at.page.$$eval('#place-1 [role="toolbar"] [aria-pressed="true"] .words', all => all.map(it => it.textContent))
const focused = () => at.page.evaluate(() => document.activeElement?.textContent ?? '')

describe('writing', () => {
  test('what is typed is in the document, and at the colleague’s, at once', async () => {
    await type('Borgerne spiser sammen.')
    await keys('Enter')
    await type('<b>Menuen</b> vælges *af* dem.')
    expect(await body()).toBe('Borgerne spiser sammen.\n\n\\<b>Menuen\\</b> vælges \\*af\\* dem.')
    expect(await read(1)).toEqual(await read(0))
    expect(await at.page.$eval(THEIRS, field => field.textContent)).toContain('<b>Menuen</b>')
    expect(await at.page.evaluate(() => editing.typed)).toEqual([54, 0])
  })

  test('the heading is one line and shared too; Enter goes on to the text', async () => {
    await at.page.evaluate(() => editing.editors[0]?.focus('heading'))
    await type('Tid til *sparring*')
    await keys('Enter')
    await type('En time.')
    expect(await read(1)).toEqual({ heading: 'Tid til *sparring*', body: 'En time.' })
    expect(await at.page.$eval('#place-2 textarea', area => area.value)).toBe('Tid til *sparring*')
  })

  test('undo takes back one’s own and leaves the colleague’s', async () => {
    await begin('Fælles.')
    await type(' Mit.')
    await at.page.evaluate(() => editing.editors[1]?.focus())
    await type(' Kollegaens.')
    await at.page.evaluate(() => editing.editors[0]?.focus())
    await keys('Control+z')
    expect(await body()).toBe('Fælles. Kollegaens.')
    await press('Fortryd')
    expect(await body()).toBe('Fælles. Kollegaens.')
    await keys('Control+Shift+z')
    expect((await body()).replace('Mit.', '').replace('Kollegaens.', '').trim()).toBe('Fælles.')
    expect(await body()).toContain('Mit.')
  })

  test('a colleague who writes above does not move the caret', async () => {
    await begin('Først.\n\nSidst.')
    await type(' A')
    await settle()
    await at.page.evaluate(() => editing.editors[1]?.focus())
    // See `goInto`: until then a caret that comes to the beginning is put back.
    await new Promise(done => setTimeout(done, 220))
    await keys(...Array.from({ length: 20 }, () => 'ArrowLeft'))
    await type('Et nyt afsnit af kollegaen. ')
    await at.page.focus(FIELD)
    await settle()
    await type('B')
    expect(await body()).toBe('Et nyt afsnit af kollegaen. Først.\n\nSidst. AB')
  })

  test('nothing can be typed where nothing may be written', async () => {
    await begin('Fast.')
    await at.page.evaluate(() => editing.editors[0]?.setEditable(false))
    await at.page.focus(FIELD)
    await type('x')
    expect(await body()).toBe('Fast.')
    expect(await at.page.$eval(FIELD, field => field.getAttribute('aria-readonly'))).toBe('true')
    expect(await at.page.$$('#place-1 [role="toolbar"]:not([hidden])')).toEqual([])
  })
})

describe('formatting', () => {
  test('by the buttons, which tell what is on', async () => {
    await type('ord')
    await back(3)
    await press('Fed')
    expect(await body()).toBe('**ord**')
    await press('Kursiv')
    expect(await pressed()).toEqual(['Fed', 'Kursiv'])
    expect(await body()).toBe('***ord***')
    await press('Punktliste')
    expect(await body()).toBe('- ***ord***')
    await press('Talliste')
    expect(await body()).toBe('1. ***ord***')
    await press('Talliste')
    await press('Citat')
    expect(await body()).toBe('> ***ord***')
    expect(await pressed()).toEqual(['Fed', 'Kursiv', 'Citat'])
    await press('Citat')
    await press('Fed')
    expect(await body()).toBe('*ord*')
  })

  test('by the keyboard alone, from the text to the buttons and on', async () => {
    await type('- ')
    await type('en')
    await keys('Enter', 'Tab')
    await type('under')
    await keys('Enter', 'Shift+Tab')
    await type('to')
    await keys('Enter', 'Enter')
    await keys('Control+b')
    await type('fed')
    await keys('Control+b')
    await type(' og ')
    await keys('Control+i')
    await type('kursiv')
    await keys('Control+i', 'Shift+Enter')
    await type('ny linje')
    expect(await body()).toBe('- en\n  - under\n- to\n\n**fed** og *kursiv*\nny linje')
    await keys('Alt+F10')
    expect(await focused()).toContain('Fed')
    await keys('ArrowLeft', 'ArrowLeft')
    expect(await focused()).toContain('Fortryd')
    await keys('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter')
    expect(await body()).toBe('- en\n  - under\n- to\n- **fed** og *kursiv*\n  ny linje')
    expect(await at.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('textbox')
  })

  test('Tab goes on from a paragraph, and from a list after Escape', async () => {
    await type('1. ')
    await type('en')
    await keys('Tab')
    expect(await body()).toBe('1. en')
    expect(await at.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('textbox')
    await keys('Escape', 'Tab')
    expect(await focused()).toContain('Fed')
    await keys('Tab')
    expect(await at.page.evaluate(() => document.activeElement?.closest('#place-2') !== null)).toBe(true)
  })

  test('"12. november" stays a sentence, and Backspace takes back a list that was not meant', async () => {
    await type('12. november talte vi')
    expect(await body()).toBe('12. november talte vi')
    await keys('Enter')
    await type('- ')
    await keys('Backspace')
    await type('streg')
    expect(await body()).toBe('12. november talte vi\n\n\\- streg')
  })

  test('a link leads to the web or to a mail address, and nowhere else', async () => {
    await type('siden')
    await back(5)
    await keys('Control+k')
    await type('javascript:alert(1)')
    await keys('Enter')
    expect(await at.text()).toContain('Skriv en adresse, der begynder med https://')
    await keys('Control+a')
    await type('eksempel.dk/side')
    await keys('Enter')
    expect(await body()).toBe('[siden](https://eksempel.dk/side)')
    await settle()
    await keys('ArrowRight')
    await settle()
    await type(' og ')
    await keys('Control+k')
    await type('hus@eksempel.dk')
    await keys('Tab')
    await type('skriv')
    await keys('Enter')
    expect(await body()).toBe('[siden](https://eksempel.dk/side) og [skriv](mailto:hus@eksempel.dk)')
    await keys('Control+k', 'Escape')
    expect(await at.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('textbox')
  })
})

describe('pasting', () => {
  test('from Word: lists are lists, formatting is kept, fonts and what is dangerous are not', async () => {
    expect(await pasted(readFileSync(join(import.meta.dirname, 'support/word-clip.txt'), 'utf8'))).toBe(
      [
        '**Trivsel**',
        'Borgerne **trives** og *deltager* i hverdagen. Rød tekst',
        '- Fælles måltider\n  - Menuen vælges af beboerne\n- Ture ud af huset',
        'link',
        'Celle A · Celle B',
      ].join('\n\n'),
    )
    expect(await said()).toBe(
      'Tabellen er sat ind som tekst: en linje for hver række. Billeder kan ikke stå i teksten og er udeladt.',
    )
    expect(await at.page.evaluate(() => '__xss' in window)).toBe(false)
  })

  test.each([
    ['a script', '<p>a<script>window.__xss=1</script>b</p>', 'ab'],
    ['a handler', '<p onclick="__xss=1">a <img src=x onerror="window.__xss=1">b</p>', 'a b'],
    ['an svg', '<svg onload="window.__xss=1"><text>x</text></svg><p>efter</p>', 'efter'],
    ['a frame', '<iframe srcdoc="<script>parent.__xss=1</script>"></iframe><p>efter</p>', 'efter'],
    ['a javascript link', '<a href="java&#10;script:alert(1)">her</a>', 'her'],
    ['a data link', '<a href="data:text/html,x">her</a>', 'her'],
    ['a relative link', '<a href="/visit/1">her</a>', 'her'],
    ['a real link', '<a href="https://eksempel.dk/a_b" onclick="x()">her</a>', '[her](https://eksempel.dk/a_b)'],
    ['a forged reference', '<a data-reference="javascript:1" href="x">her</a>', 'her'],
    ['a reference', '<p>se <a data-reference="theme-4">tema 9</a></p>', 'se [tema 9](#theme-4)'],
    ['a form', '<form action=x><input value=y><button>tryk</button><p>tekst</p></form>', 'tekst'],
    ['a style', '<style>*{display:none}</style><p style="position:fixed;color:red">tekst</p>', 'tekst'],
    [
      'Google’s bold wrapper',
      '<b style="font-weight:normal"><p>ikke fed <span style="font-weight:700">fed</span></p></b>',
      'ikke fed **fed**',
    ],
    ['italics by style', '<p><span style="font-style:italic">skrå</span> ret</p>', '*skrå* ret'],
    ['divs', '<div>en</div><div><br></div><div>to</div>', 'en\n\nto'],
    ['signs of Markdown', '<p># x</p><p>1. en</p><p>* x</p><p>&lt;b&gt;</p>', '# x\n\n1\\. en\n\n\\* x\n\n\\<b>'],
    ['code', '<pre><code>a &lt; b</code></pre>', 'a < b'],
    ['nested lists', '<ul><li>en<ul><li>to<ol><li>tre</li></ol></li></ul></li></ul>', '- en\n  - to\n    1. tre'],
    ['broken lists', '<ul>en<li>to</ul><li>tre', '- en\n- to\n\n* tre'],
    ['a forged slice', '<p data-pm-slice="9 9 [&quot;x&quot;,{}]"><img src=x onerror="window.__xss=1">a</p>', 'a'],
    [
      'a table of numbers',
      '<table><tr><th>År</th><th>Antal</th></tr><tr><td>2025</td><td>12</td></tr></table>',
      'År · Antal\n\n2025 · 12',
    ],
    [
      'very deep nesting',
      `${'<blockquote>'.repeat(300)}dybt${'</blockquote>'.repeat(300)}`,
      expect.stringContaining('dybt'),
    ],
  ])('%s is harmless', async (_, html, expected) => {
    expect(await pasted(html)).toEqual(expected)
    expect(await at.page.evaluate(() => '__xss' in window)).toBe(false)
    expect(await read(1)).toEqual(await read(0))
  })

  test('plain text as paragraphs, our own Markdown as what it says', async () => {
    await paste({ 'text/plain': 'en linje\nen til\r\n<b>tre</b>' })
    expect(await body()).toBe('en linje\n\nen til\n\n\\<b>tre\\</b>')
    await begin()
    await paste({ 'text/plain': 'Et **fedt** ord\n\n- en\n- to\n\n12. maj var vi der' })
    expect(await body()).toBe('Et **fedt** ord\n\n- en\n- to\n\n12. maj var vi der')
  })

  test('a picture or a file is refused in words', async () => {
    await paste({}, [{ name: 'x.png', type: 'image/png' }])
    expect(await said()).toBe('Billeder kan ikke stå i teksten og er udeladt.')
    await paste({}, [{ name: 'x.docx', type: 'application/msword' }])
    expect(await said()).toBe('Filer kan ikke lægges ind i teksten. Skriv eller indsæt det, der skal stå.')
    await at.page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'], 'x.pdf'))
      document
        .querySelector('#place-1 [role="textbox"] p')
        ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    })
    expect(await body()).toBe('')
  })
})

describe('a reference', () => {
  const offered = () =>
    at.page.$$eval('#place-1 [role="listbox"]:not([hidden]) strong', all => all.map(it => it.textContent))
  const POINT = '0190a1b2-0000-7000-8000-000000000003'

  test('is offered for "@" and chosen by the keyboard', async () => {
    await type('Se @prio')
    expect(await offered()).toEqual(['tema 4, punkt 1'])
    await keys('Enter')
    await type(' igen.')
    expect(await body()).toBe('Se [tema 4, punkt 1](#point-0190a1b2-0000-7000-8000-000000000002) igen.')
    expect(await offered()).toEqual([])
  })

  test('is offered for "tema 4", but takes Enter only when one is chosen', async () => {
    await type('Se tema 4')
    expect(await offered()).toEqual(['tema 4', 'tema 4, punkt 1', 'tema 4, punkt 2'])
    await keys('ArrowDown', 'ArrowDown', 'ArrowDown')
    expect(await at.page.$eval('#place-1 [aria-selected="true"]', it => it.textContent)).toBe('tema 4, punkt 2')
    expect(
      await at.page.$eval(
        FIELD,
        field => document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent,
      ),
    ).toBe('tema 4, punkt 2')
    await keys('Enter')
    expect(await body()).toBe(`Se [tema 4, punkt 2](#point-${POINT})`)
    await type(' og tema 3')
    expect(await offered()).toEqual(['tema 3a', 'tema 3a, punkt 1', 'tema 3b'])
    await keys('Enter')
    await type('ny')
    expect(await body()).toBe(`Se [tema 4, punkt 2](#point-${POINT}) og tema 3\n\nny`)
  })

  test('goes away with Escape and stays away for that word', async () => {
    await type('Se tema 4')
    await keys('Escape')
    expect(await offered()).toEqual([])
    await type(', punkt 1')
    expect(await offered()).toEqual([])
    await type('. Og tema 7')
    expect(await offered()).toEqual(['tema 7'])
  })

  test('is called what it is called now, and says when what it meant is gone', async () => {
    await begin(`Se [tema 4, punkt 2](#point-${POINT}).`)
    await at.page.evaluate(id => editing.movePoint(id, 5), POINT)
    expect(await at.page.$eval(FIELD, field => field.textContent)).toBe('Se tema 4, punkt 5.')
    await at.page.evaluate(id => editing.movePoint(id, null), POINT)
    expect(await at.page.$eval(FIELD, field => field.textContent)).toBe('Se tema 4, punkt 2 (findes ikke).')
    expect(await at.page.$$('#place-1 .dead-reference')).toHaveLength(1)
    expect(await body()).toBe(`Se [tema 4, punkt 2](#point-${POINT}).`)
  })

  test('is offered where a narrow screen can show it, and taken by a touch', async () => {
    const phone = await visitor(url(), { width: 390 })
    await phone.page.goto(url())
    await phone.page.evaluate(() => {
      editing.mount()
      editing.editors[0]?.focus()
    })
    await phone.page.keyboard.type('Der står noget om tiden, så se tema 3')
    const box = await phone.page.$eval('#place-1 [role="listbox"]', list => list.getBoundingClientRect().toJSON())
    expect(box.left).toBeGreaterThanOrEqual(0)
    expect(box.right).toBeLessThanOrEqual(390)
    await phone.page.click('#place-1 [role="option"]:last-child')
    expect(await phone.page.evaluate(() => editing.read().body)).toContain('[tema 3b](#theme-3b)')
    await phone.close()
  })
})

describe('the buttons', () => {
  test('come and go without moving the text that is clicked', async () => {
    const phone = await visitor(url(), { width: 390 })
    await phone.page.goto(url())
    await phone.page.evaluate(() => {
      editing.write('Et afsnit.\n\n'.repeat(30))
      editing.mount()
      editing.editors[0]?.focus()
      document.querySelector('#place-2 p:nth-of-type(3)')?.scrollIntoView({ block: 'center' })
    })
    const top = () => phone.page.$eval('#place-2 p:nth-of-type(3)', it => Math.round(it.getBoundingClientRect().top))
    const shown = () => phone.page.$$eval('[role="toolbar"]', all => all.map(it => !(it as HTMLElement).hidden))
    expect(await shown()).toEqual([true, false])
    const before = await top()
    await phone.page.mouse.move(200, before + 10)
    await phone.page.mouse.down()
    expect([await top(), await shown()]).toEqual([before, [true, true]])
    await phone.page.mouse.up()
    await settle()
    expect([await top(), await shown()]).toEqual([before, [false, true]])
    await phone.page.keyboard.type('X')
    expect(await phone.page.$eval('#place-2 p:nth-of-type(3)', it => it.textContent)).toContain('X')
    await phone.close()
  })
})

describe('the plain box', () => {
  const AREA = '#place-1 .point-input-body'
  const value = () => at.page.$eval(AREA, area => (area as HTMLTextAreaElement).value)

  test('is chosen for good, holds the Markdown and is shared', async () => {
    await begin('Et **fedt** ord')
    await press('Enkel tekstboks')
    expect(await value()).toBe('Et **fedt** ord')
    await keys('Control+End')
    await type('\n\n- en <b>')
    expect(await body()).toBe('Et **fedt** ord\n\n- en \\<b>')
    expect(await value()).toBe('Et **fedt** ord\n\n- en <b>')
    await at.page.evaluate(() => editing.mount())
    expect(await at.page.$$(AREA)).toHaveLength(1)
    await at.page.evaluate(() => editing.chooseSimple(false))
    expect(await at.page.$eval(FIELD, field => field.textContent)).toBe('Et fedt orden <b>')
  })

  test('takes what a colleague writes without moving the caret, and undoes its own only', async () => {
    await begin('Først.\n\nSidst.')
    await press('Enkel tekstboks')
    await keys('Control+End')
    await type(' Mit ')
    await at.page.evaluate(() => editing.write('Først, af kollegaen.\n\nSidst. Mit'))
    await type('ord.')
    expect(await value()).toBe('Først, af kollegaen.\n\nSidst. Mit ord.')
    expect(await body()).toBe('Først, af kollegaen.\n\nSidst. Mit ord.')
    await keys('Control+z')
    expect(await body()).toBe('Først, af kollegaen.\n\nSidst.')
  })
})

describe('for everybody', () => {
  test('axe finds nothing on the editor, its list, its dialog or the plain box', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const faults = async () => {
      await at.page.evaluate(axe)
      return at.page.evaluate(async () => {
        // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
        const { violations } = await (window as any).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
        return violations.flatMap((violation: { id: string; nodes: { html: string }[] }) =>
          violation.nodes.map(({ html }) => `${violation.id}: ${html}`),
        )
      })
    }
    await at.page.setBypassCSP(true)
    await begin('Borgerne **trives**, se [tema 4](#theme-4) og [her](https://eksempel.dk).\n\n- en\n\n> citat', 'Tid')
    await type(' tema 4')
    await keys('ArrowDown')
    expect(await faults()).toEqual([])
    await keys('Escape', 'Control+k', 'Enter')
    expect(await faults()).toEqual([])
    await keys('Escape')
    await press('Enkel tekstboks')
    expect(await faults()).toEqual([])
    await begin()
    expect(await faults()).toEqual([])
  }, 60_000)

  test('10,000 letters: a keystroke is handled in under 16 ms', async () => {
    const paragraph = 'Borgerne **spiser** sammen tre gange om ugen, og de vælger selv menuen i huset. '
    for (const text of [`${paragraph.repeat(12).trim()}\n\n`.repeat(11), paragraph.repeat(126)]) {
      await begin(text)
      const round = async () => {
        const all: number[] = []
        for (let index = 0; index < 30; index += 1) {
          const start = performance.now()
          document.execCommand('insertText', false, 'abc d'[index % 5])
          await new Promise<void>(resolve => queueMicrotask(resolve)) // the editor hears of it now
          void document.body.offsetHeight
          all.push(performance.now() - start)
        }
        return all.sort((one, other) => one - other)
      }
      // other work on the machine makes a round slower, never faster
      const rounds = [await at.page.evaluate(round), await at.page.evaluate(round), await at.page.evaluate(round)]
      const [times = []] = rounds.sort((one, other) => (one[15] ?? 0) - (other[15] ?? 0))
      const median = times[15] ?? 0
      console.log(
        `a keystroke among ${text.length} letters: median ${median.toFixed(1)} ms, longest ${times.at(-1)?.toFixed(1)} ms`,
      )
      expect(await body()).toContain('abc dabc d')
      expect(median).toBeLessThan(16)
    }
  })

  test('the editor is small enough to be there at once', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, '../src/browser/editor/editor.ts')],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
    })
    const size = gzipSync(outputFiles[0]?.contents ?? '').length
    console.log(`the editor with all that it needs: ${Math.round(size / 1024)} kB compressed`)
    expect(size).toBeLessThan(160 * 1024)
  })

  test('nothing went wrong in the browser meanwhile', () => expect(at.complaints).toEqual([]))
})
