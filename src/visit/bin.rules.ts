// How long a deleted point lies in the bin. After that it is still in the history.
export const BIN_DAYS = 30

const DAY = 86_400_000

/** What was deleted after this moment still lies in the bin. */
export const binReachesBackTo = (now: Date) => new Date(now.getTime() - BIN_DAYS * DAY)

/** When something that was deleted at `deletedAt` leaves the bin. */
export const leavesBin = (deletedAt: Date) => new Date(deletedAt.getTime() + BIN_DAYS * DAY)
