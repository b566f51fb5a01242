// Everything that runs in the user's browser starts here. Each part finds its own elements and does nothing without them.
import { startMenu } from './menu.ts'

startMenu()
