// Danish words cut down to what their forms have in common, after the rules of the Snowball stemmer for Danish, and the
// words that say nothing alone. Small and rough: it serves suggestions that a person decides on.

const ENDINGS =
  /(erendes|erende|hedens|ethed|erede|heden|heder|endes|ernes|erens|erets|ered|ende|erne|eren|erer|heds|enes|eres|eret|hed|ene|ere|ens|ers|ets|en|er|es|et|e)$/
const STOP_WORDS = new Set(
  `ad af alle alt anden andet andre arbejde arbejder arbejdes arbejdet at blev blive bliver brug bruge bruger bruges
  brugt brugte både da dag dage dagen dagens de dem den denne der deres derfor det dette dig din disse dog du efter
  egen eget egne eller en end eneste er et fik flere for fordi foregår fra før første få får gang gange gangen gennem
  give giver god godt gør gøre ham han hans har havde have hele hen hende her hinanden hos hun hænge hænger hvad hver hvert hvilke
  hvilken hvis hvor hvordan hvornår i ikke ind inden indenfor ja jeg jer jo kan kom komme kommer kunne lave lidt man
  mange med meget mellem men mens mere mest mig min mod mulighed muligt må måde måder måned måske ned nej nogen noget
  nogle nok nu næste nået når ofte og også om omkring op os over par plads på samme sammen samt samtidig se selv side
  siden sig sige siger sin sine skal skulle slags som stor store står synes så sådan tage tager tale taler talt talte
  tid til ting tænke ud uden uge ugen uger under var ved vi via vil ville vores være været år`.split(/\s+/),
)

/** From where endings may be cut: behind the first consonant after a vowel, and never within three letters. */
function regionOf(word: string) {
  const found = /[aeiouyæøå][^aeiouyæøå]/.exec(word)
  return Math.max(found ? found.index + 2 : word.length, 3)
}

const cut = (word: string, from: number, ending: RegExp) => {
  const found = ending.exec(word.slice(from))
  return found ? word.slice(0, word.length - found[0].length) : word
}

const withoutDouble = (word: string, from: number) =>
  word.length > from && /(gd|dt|gt|kt)$/.test(word) ? word.slice(0, -1) : word

/** The stem of one lower-case word: "inddragelsen", "inddragelse" and "inddrages" have one. */
export function danishStem(word: string): string {
  const from = regionOf(word)
  let stem = cut(word, from, ENDINGS)
  if (stem === word && word.length > from && /[abcdfghjklmnoprtvyzå]s$/.test(word)) stem = word.slice(0, -1)
  stem = withoutDouble(stem, from).replace(/igst$/, 'ig')
  const shorter = cut(stem, from, /(elig|lig|els|ig)$/)
  stem = shorter === stem ? stem : withoutDouble(shorter, from)
  return stem.length > from && /([^aeiouyæøå])\1$/.test(stem) ? stem.slice(0, -1) : stem
}

/** A shorter word is not looked for inside others: "mod" stands in "modtage". */
const LONG = 5
/** What stands before it is a word too: "egnet" is no part of "regnet". */
const WORD = 3

/** Whether one stem is a part of the other, longer one, as Danish puts words together. */
export const isPart = (short: string, long: string) =>
  short.length >= LONG && (long.startsWith(short) || (long.endsWith(short) && long.length - short.length >= WORD))

/** The words of a text that say something, each with its stem; the first way that a stem is written stands for it. */
export function danishStems(text: string): Map<string, string> {
  const stems = new Map<string, string>()
  for (const [word] of text.normalize('NFC').matchAll(/\p{L}{3,}/gu)) {
    const lower = word.toLocaleLowerCase('da')
    const stem = danishStem(lower)
    if (!STOP_WORDS.has(lower) && !stems.has(stem)) stems.set(stem, lower)
  }
  return stems
}
