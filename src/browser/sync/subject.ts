// What is said to be saved or to wait: each text by its name, and the facts, which are no text but changes.

/** All facts of a visit are saved as one. */
export const FACTS = 'facts'

type Waits = { waitsFor: (subject: string) => boolean }

/**
 * Whether something of a subject has not been sent. A text waits with its updates: where its point stands, and what it is
 * linked to, waits for itself. Of the facts, all that waits are changes.
 */
export const waits = (subject: string, texts: Waits, changes: Waits) =>
  subject === FACTS ? changes.waitsFor(FACTS) : texts.waitsFor(subject)
