// After npm ci: npm scripts must find the Node that the project brings, whatever the machine's own is. npm 11 links it
// itself; npm 10 links it and then removes the link together with the packages for other platforms. Plain JavaScript,
// because an old Node runs this.
import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))
const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
const windows = process.platform === 'win32'
const program = windows ? 'bin/node.exe' : 'bin/node'
const link = join(modules, '.bin', windows ? 'node.cmd' : 'node')

// Where no package fits the platform, the machine's own Node must do; Node itself says so when it is too old.
if (existsSync(join(modules, name, program)) && !existsSync(link)) {
  if (windows) writeFileSync(link, `@"%~dp0\\..\\${name}\\bin\\node.exe" %*\r\n`)
  else symlinkSync(join('..', name, program), link)
}
