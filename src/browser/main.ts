// Everything that runs in the user's browser starts here. Each part finds its own elements and does nothing without them.
import { startBusy } from './busy.ts'
import { startCopying } from './copy.ts'
import { startGrowing } from './grow.ts'
import { startHearing } from './hearing.ts'
import { startJumps } from './jump.ts'
import { startLeaving } from './leave.ts'
import { startMenu } from './menu.ts'
import { startNotes } from './note.ts'
import { startProof } from './proof.ts'

// Buttons that only those without JavaScript need go away.
document.documentElement.classList.add('js')
startMenu()
startGrowing()
startBusy()
startCopying()
startJumps()
startProof()
startHearing()
startNotes()
startLeaving()

const frame = document.querySelector<HTMLElement>('[data-visit]')
// Writing together is much to load, and only visits need it.
if (frame) void import('./page/start-visit.ts').then(({ startVisit }) => startVisit(frame))
const room = document.querySelector<HTMLElement>('[data-room]')
if (room) void import('./page/start-visit.ts').then(({ startRoom }) => startRoom(room))
