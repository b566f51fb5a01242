// Our typeface as fonts of the printer's own browser. Documents carry it as data; a browser that has it at hand prints
// them a tenth faster, with the same letters at the same places. Only on Linux can a browser be told where to look.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { allFaces, faces, INSTALLED_UNITS } from './faces.ts'
import { setUnitsPerEm, unpackWoff } from './font-file.ts'

const MACHINE_FONTS = '/etc/fonts'

/**
 * Writes the faces into a folder, and beside them a configuration that finds them there and every other font where the
 * machine's own (in the folder `machineFonts`) does. Answers the environment in which a browser reads it.
 */
export async function installFaces(folder: string, machineFonts = MACHINE_FONTS): Promise<Record<string, string>> {
  const fonts = join(folder, 'faces')
  await mkdir(fonts)
  const files = faces.map(face => ({ ...face, path: join(fonts, `${face.name}.ttf`) }))
  await Promise.all(files.map(({ path, woff }) => writeFile(path, setUnitsPerEm(unpackWoff(woff()), INSTALLED_UNITS))))
  const configuration = join(folder, 'fonts.conf')
  await writeFile(
    configuration,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">${join(machineFonts, 'fonts.conf')}</include>
  <dir>${fonts}</dir>
  ${files.map(naming).join('\n  ')}
</fontconfig>
`,
  )
  return { FONTCONFIG_FILE: configuration }
}

/**
 * All subsets of a face bear the same name inside; a name of its own is what a document finds it by. As the oldest of all
 * fonts it is nobody's choice where a document names none of ours.
 */
const naming = ({ path, name }: { path: string; name: string }) =>
  `<match target="scan"><test name="file"><string>${path}</string></test><edit name="postscriptname" mode="assign"><string>${name}</string></edit><edit name="fontversion" mode="assign"><int>0</int></edit></match>`

/** A letter in each installed face and nothing else; what is printed of it tells whether the browser has them all. */
export const SAMPLE = `<!doctype html><html><head><style>${allFaces.installed}</style></head><body>${letterOfEach(allFaces.installed)}</body></html>`

/** Whether the sample's print is set in all our faces and in no other. */
export function hasInstalledFaces(print: Uint8Array): boolean {
  const text = Buffer.from(print).toString('latin1')
  const used = [...text.matchAll(/\/FontName\s*\/[A-Z]{6}\+([^\s/<>]+)/g)].map(([, name]) => name)
  return used.length === faces.length && used.every(name => faces.some(({ inside }) => inside === name))
}

/**
 * A letter in each typeface of a document's rules: the first of its range that is one. Where the typeface is not there
 * it is set in one that nobody takes for it.
 */
export function letterOfEach(rules: string): string {
  const said = (rule: string, key: string) => new RegExp(`${key}:\\s*([^;}]+)`).exec(rule)?.[1] ?? ''
  return [...rules.matchAll(/@font-face\s*\{[^}]*\}/g)]
    .map(([rule]) => {
      const letter = /unicode-range:\s*U\+(?:0+-)?([0-9a-f]+)/i.exec(rule)?.[1] ?? '61'
      const font = `${said(rule, 'font-style')} ${said(rule, 'font-weight')} 9px ${said(rule, 'font-family')}, monospace`
      return `<span style="font:${font.replaceAll('"', "'")}">&#x${letter};</span>`
    })
    .join('')
}
