// What the gallery of partials is rendered with.
const point = (heading: string | null, text: string) => ({ heading, text })

export const PAGE = {
  title: 'Galleri',
  assets: { css: '/assets/site.css', js: '/assets/main.js' },
  user: { id: 'en', name: 'Anne-Marie Østergaard', roleName: 'Konsulent' },
  nav: [
    { href: '/visit', text: 'Mine besøg', current: true, items: null },
    { href: '/report', text: 'Rapporter', current: false, items: null },
    { href: null, text: 'Opsætning', current: false, items: [{ href: '/log', text: 'Log', current: false }] },
  ],
  flash: { kind: 'success', text: 'Besøget er gemt.' },
  wide: false,
}

export const GALLERY = {
  ...PAGE,
  crumbs: [{ href: '/visit', text: 'Besøg' }, { text: '12. maj 2026' }],
  facts: [
    { term: 'Dato', text: '12. maj 2026' },
    { term: 'Talt med', text: '4 medarbejdere og ledelsen' },
  ],
  statuses: [
    { status: 'planned', text: 'Planlagt' },
    { status: 'draft', text: 'Kladde' },
    { status: 'hearing', text: 'I høring' },
    { status: 'published', text: 'Udgivet' },
    { status: 'superseded', text: 'Erstattet' },
  ],
  grey: [
    point('Tid', 'Tiden fylder. Huset er åbent hele dagen, og begge medarbejdere på vagt er synlige i caféen.'),
    point('Roller', 'Rollen har flyttet sig fra at stå for aktiviteterne til at få andre til det.'),
  ],
  purple: [
    { ...point('Prioritering af tid', 'afklare, hvad der kan vælges fra'), number: 1 },
    { ...point(null, 'drøfte, hvornår og hvordan I siger nej'), number: 2 },
  ],
  yellow: [
    {
      text: 'Dagsplanen skrives op, og det akutte får en ansvarlig',
      answers: [
        { number: 1, href: '#p1' },
        { number: 2, href: '#p2' },
      ],
    },
  ],
  errors: [{ href: '#date', text: 'Vælg en dato for besøget.' }],
  options: [
    { value: '', text: 'Vælg model', isSelected: false },
    { value: '3.0', text: 'Kvalitetsmodel 3.0', isSelected: true },
  ],
  themes: [
    { value: '4', label: '4 Organisation og ledelse', checked: true },
    { value: '5', label: '5 Kompetencer', checked: false },
  ],
  sources: [
    { value: 'discussion', label: 'Drøftelse på dagen', checked: false },
    { value: 'observation', label: 'Observation', checked: false, helptext: 'Det, I selv så og hørte.' },
  ],
  visits: [
    { href: '/visit/1', name: 'Åhuset', date: '12. maj 2026', status: 'draft', statusText: 'Kladde', points: 11 },
  ],
  action: { href: '/visit/new', text: 'Planlæg et besøg' },
}
