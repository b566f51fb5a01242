// Sentences that can be told apart for ever: each has a word of its own, by which it is found wherever it stands.

/** What somebody types; `word` is in no other sentence. */
export const sentence = (word: string) => `Her står ${word} om hverdagen.`

const WHOLE = /Her står ([a-z]\d{4}) om hverdagen\./g

/** The sentences in a text that stand there whole, in its order. */
export const sentencesIn = (text: string): string[] => [...text.matchAll(WHOLE)].map(([, word = '']) => word)
