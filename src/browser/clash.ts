// Two have written in the same field: both are shown, the person decides, and neither is thrown away.
import { readFields, tellField, type Values, writeField } from './fields.ts'
import { showQuestion } from './save-state.ts'

type Answers = {
  /** The person's own text is to be saved over the colleague's. */
  keepMine: () => void
  /** The colleague's text stands in the form now. */
  takeTheirs: () => void
  /** The person's own text has been brought back into the form. */
  bringBack: () => void
}

const texts = (form: HTMLFormElement, values: Values, names: string[]) =>
  names.map(name => tellField(form, name, values[name]))

/** Asks beside `form` which text in the fields `names` is to stand. The answer may also be written there. */
export function askWhichText(form: () => HTMLFormElement, theirs: Values, names: string[], answers: Answers) {
  const write = (values: Values) => {
    for (const name of names) writeField(form(), name, values[name])
  }
  const close = () => showQuestion(form(), '', [], [])

  function keepMine() {
    close()
    answers.keepMine()
  }

  function takeTheirs() {
    const mine = readFields(form())
    write(theirs)
    const bringBack = () => {
      write(mine)
      close()
      answers.bringBack()
    }
    showQuestion(
      form(),
      'Kollegaens står nu i feltet. Dit eget er her, til du lukker det:',
      texts(form(), mine, names),
      [
        { text: 'Hent min tilbage', choose: bringBack },
        { text: 'Luk', choose: close },
      ],
    )
    answers.takeTheirs()
  }

  showQuestion(
    form(),
    'En kollega har rettet det samme imens. Dit står i feltet, kollegaens står her. Skriv det sammen i feltet, eller vælg:',
    texts(form(), theirs, names),
    [
      { text: 'Brug min', choose: keepMine },
      { text: 'Brug kollegaens', choose: takeTheirs },
    ],
  )
}
