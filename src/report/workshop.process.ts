// The process in which PDFs are made; it ends with the server that started it.
import { createBirpc } from 'birpc'
import { templateRenderer } from '../http/views.ts'
import { createPrinter } from '../pdf/printer.ts'
import { createSpareCore } from '../pdf/spare-core.ts'
import { type Calls, channelTo, type Hears } from './workshop.channel.ts'
import { createWorkshop } from './workshop.ts'

const ENDS_WITHIN_MS = 10_000

const views = templateRenderer()
const printer = createPrinter({
  ...JSON.parse(process.argv[2] ?? '{}'),
  onEvent: event => server.hear.asEvent({ event, state: printer.state(), reason: printer.reason() }),
})
const workshop = createWorkshop(async (template, data) => (await views)(template, data), printer)
const spareCore = createSpareCore()

const server = createBirpc<Hears, Calls>({ ...workshop, giveWay, close }, channelTo(process))

function giveWay() {
  workshop.giveWay()
  spareCore.leave()
}

async function close() {
  setTimeout(() => process.exit(1), ENDS_WITHIN_MS)
  await workshop.close()
  process.exit(0)
}
process.once('disconnect', close)
