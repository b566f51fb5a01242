// Names in the order of the Danish alphabet, which the embedded database cannot sort by.
const collator = new Intl.Collator('da', { numeric: true })

/** Orders texts as a Danish telephone book does: z, æ, ø, å, and aa as å. */
export const inDanishOrder = (one: string, other: string): number => collator.compare(one, other)

/** Orders rows by their name. */
export const byName = (one: { name: string }, other: { name: string }): number => inDanishOrder(one.name, other.name)
