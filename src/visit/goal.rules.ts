// How a form of ticked goals is merged with what colleagues ticked meanwhile.

/** What was ticked and unticked in a form that showed `base`, done to the goals as they are now. */
export const mergedGoals = (base: readonly string[], sent: readonly string[], now: readonly string[]) => [
  ...now.filter(goal => sent.includes(goal) || !base.includes(goal)),
  ...sent.filter(goal => !base.includes(goal) && !now.includes(goal)),
]
