// A view that was frozen before the report had a part lacks it: shown today, it gets what stands for nothing.
import { boxAnchor } from './report.links.ts'
import type { Box } from './report.source.ts'
import { type BoxView, boxLabel, pointLabel, type ThemeView } from './report.theme.ts'
import { posterTitle, type ReportView, titleSize } from './report.view.ts'

function withLabels(theme: ThemeView): ThemeView {
  const labelled = (kind: Box): BoxView => {
    const box = theme[kind]
    const label = boxLabel(theme.key, kind)
    const points = box.points.map((point, index) => ({ ...point, label: pointLabel(theme.key, kind, point, index) }))
    return { ...box, anchor: boxAnchor(theme.key, kind), label, points }
  }
  const boxes = { grey: labelled('grey'), purple: labelled('purple'), yellow: labelled('yellow') }
  return { ...{ flowing: false }, ...theme, label: `tema ${theme.key}`, ...boxes }
}

/** The view with all that today's templates print. */
export const withLaterParts = (view: ReportView): ReportView => ({
  ...{ contents: [], conclusionPage: '', conclusionAloneHtml: view.conclusion, identity: null },
  ...{ posterTitle: posterTitle(view.tilbud.name, view.date), titleSize: titleSize(view.tilbud.name) },
  ...{ shortImpression: false, shortConclusion: false, remark: null, watermark: null, since: null },
  ...view,
  themes: view.themes.map(withLabels),
})
