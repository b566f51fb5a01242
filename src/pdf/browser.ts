// Where a browser for printing may come from, in the order in which they are tried, and what was found on this machine.
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type PackagedBrowser, packagedBrowser } from './unpack.ts'

export const BROWSER_SOURCES = ['configured', 'package', 'machine'] as const
export type BrowserSource = (typeof BROWSER_SOURCES)[number]

export type BrowserSearch = {
  cacheFolder: string
  executablePath?: string | undefined
  sources?: readonly BrowserSource[] | undefined
}

/** One place that was looked in. `usable` says that a program is there, or that the package can be unpacked to there. */
export type BrowserPlace = { source: BrowserSource; path: string; usable: boolean; packaged?: PackagedBrowser }

// The small headless shell comes first: it prints two to three times as fast as a whole browser.
const ON_LINUX = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chrome-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/usr/bin/chromium-browser',
  '/usr/bin/microsoft-edge-stable',
]
const ON_MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/opt/homebrew/bin/chromium',
]
const ON_WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

// What the packaged browser asks of the machine, and where Linux keeps such things.
const NEEDED_LIBRARIES = ['libnss3.so', 'libnssutil3.so', 'libnspr4.so', 'libexpat.so.1']
const LIBRARY_FOLDERS = [
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/lib64',
  '/usr/lib64',
  '/usr/lib',
  '/lib',
]

/** Every place that a browser is looked for, in order, and whether one can be used from there. */
export function describeBrowser(search: BrowserSearch): BrowserPlace[] {
  const packaged = packagedBrowser(resolve(search.cacheFolder))
  const places: BrowserPlace[] = []
  if (search.executablePath) places.push(program('configured', search.executablePath))
  if (packaged) places.push({ source: 'package', path: packaged.executable, usable: true, packaged })
  places.push(...machinePaths().map(path => program('machine', path)))
  return places.filter(place => (search.sources ?? BROWSER_SOURCES).includes(place.source))
}

/** The environment that the packaged browser needs on a machine without its libraries or without any fonts. */
export function packagedEnvironment(browser: PackagedBrowser, libraryFolders = LIBRARY_FOLDERS, fonts = '/etc/fonts') {
  const lacking = NEEDED_LIBRARIES.some(name => !libraryFolders.some(folder => existsSync(join(folder, name))))
  return {
    ...(lacking && { LD_LIBRARY_PATH: browser.libraries }),
    ...(!existsSync(fonts) && { FONTCONFIG_PATH: browser.fonts }),
  }
}

function program(source: BrowserSource, path: string): BrowserPlace {
  try {
    accessSync(path, constants.X_OK)
    return { source, path, usable: statSync(path).isFile() }
  } catch {
    return { source, path, usable: false }
  }
}

function machinePaths() {
  if (process.platform === 'darwin') return ON_MAC
  if (process.platform !== 'win32') return ON_LINUX
  const { ProgramFiles, 'ProgramFiles(x86)': programFilesX86, LOCALAPPDATA } = process.env
  const folders = [ProgramFiles, programFilesX86, LOCALAPPDATA].filter(folder => folder !== undefined)
  return ON_WINDOWS.flatMap(program => folders.map(folder => `${folder}\\${program}`))
}
