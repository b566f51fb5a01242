// What people write in a hearing leaves the house, too: the comments as a document of their own, the remark in the report.
import { invalid } from '../http/errors.ts'
import { cpr } from '../proof/rule/cpr.ts'

const asMaterial = (conclusion: string) => ({
  visit: {
    participants: { employeesTotal: null, met: [] },
    topics: [],
    overallImpression: '',
    conclusion,
    points: [],
  },
  tilbud: { name: '', shortNames: [] },
  model: { themes: [] },
})

/** Refuses a text with something in it that looks like a CPR number, at its field. */
export function requireNoCpr(path: string, text: string) {
  if (cpr.find(asMaterial(text)).length > 0)
    throw invalid([{ path, message: 'Teksten ser ud til at have et CPR-nummer i sig. Slet det, og send igen.' }])
}
