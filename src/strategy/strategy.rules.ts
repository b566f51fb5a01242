// What holds a strategy together, and how its versions follow each other.

export type Node = {
  key: string
  parentKey: string | null
  name: string
  text: string
  keywords: readonly string[]
  successorOf: string | null
}

/** Guiding stars, goals, and what unfolds a goal. */
export const LEVELS = 3

export type NodeProblem = { index: number; field: 'key' | 'parentKey' | 'successorOf'; message: string }

/** What is wrong with a tree: parents stand before what is under them, keys stand once, and it is three levels deep. */
export function treeProblems(nodes: readonly Pick<Node, 'key' | 'parentKey'>[]): NodeProblem[] {
  const level = new Map<string, number>()
  return nodes.flatMap(({ key, parentKey }, index) => {
    const problems: NodeProblem[] = []
    if (level.has(key)) problems.push({ index, field: 'key', message: `${key} står der to gange.` })
    const above = parentKey === null ? 0 : level.get(parentKey)
    if (above === undefined)
      problems.push({ index, field: 'parentKey', message: `${parentKey} skal stå før det, der hører under det.` })
    else if (above >= LEVELS)
      problems.push({
        index,
        field: 'parentKey',
        message: 'En strategi har højst tre niveauer. Flyt det et niveau op.',
      })
    level.set(key, (above ?? 0) + 1)
    return problems
  })
}

/** What is wrong with the links to the succeeded strategy's nodes; null: it succeeds none. */
export function successionProblems(
  nodes: readonly Pick<Node, 'successorOf'>[],
  succeeded: readonly { key: string }[] | null,
): NodeProblem[] {
  return nodes.flatMap(({ successorOf }, index) => {
    if (successorOf === null) return []
    if (!succeeded)
      return [{ index, field: 'successorOf', message: 'Skriv først, hvilken strategi den nye afløser.' } as const]
    if (succeeded.some(({ key }) => key === successorOf)) return []
    const message = `${successorOf} findes ikke i den strategi, der bliver afløst.`
    return [{ index, field: 'successorOf', message } as const]
  })
}

const sameName = (name: string) => name.normalize('NFC').toLocaleLowerCase('da').replaceAll(/\s+/g, ' ').trim()

/** The nodes, where those that kept both key and name follow the old ones of the succeeded strategy unless they say otherwise. */
export const withHeirs = <N extends Pick<Node, 'key' | 'name' | 'successorOf'>>(
  nodes: readonly N[],
  succeeded: readonly Pick<Node, 'key' | 'name'>[],
): N[] =>
  nodes.map(node => {
    const old = succeeded.find(({ key, name }) => key === node.key && sameName(name) === sameName(node.name))
    return node.successorOf === null && old ? { ...node, successorOf: old.key } : node
  })

export type Versioned = {
  id: string
  name: string
  version: string
  successorOf: string | null
  nodes: readonly Node[]
}

/** The strategies that have come in this one's place. */
export const successorsOf = <S extends Versioned>(strategies: readonly S[], id: string): S[] =>
  strategies.filter(({ successorOf }) => successorOf === id)

/** The strategies that none has succeeded: new points and actions link to their goals. */
export const inForce = <S extends Versioned>(strategies: readonly S[]): S[] =>
  strategies.filter(({ id }) => successorsOf(strategies, id).length === 0)

/** How goals are named across strategies, as in points and actions: "norddjurs-socialomraadet/2.2". */
export const goalKeyOf = (strategyId: string, key: string) => `${strategyId}/${key}`

/** The key where people gave it as a number, before the name: "2.2 Organisation og arbejdsgange". */
export const goalName = ({ key, name }: Pick<Node, 'key' | 'name'>) =>
  /^\d+(\.\d+)*$/.test(key) ? `${key} ${name}` : name
