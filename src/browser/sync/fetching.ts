// What a device fetches whole from the server: the visit's copy, and what to read before the day.
import type { Copy } from '../../visit/copy.schema.ts'
import type { Records } from '../store/records.ts'
import { fromBytes, toBytes } from './bytes.ts'
import { BRIEF_LASTS, type KeptBrief } from './kept-copy.ts'
import { type Failure, fetchBrief, fetchCopy } from './protocol.ts'

const BRIEF = 'brief'

type Around = {
  records: Records
  visitId: string
  /** The tag of the copy that is here. */
  tag: () => string | null
  took: (copy: Copy, tag: string) => Promise<void>
  failed: (failure: Failure) => void
}

export function createFetching({ records, visitId, tag, took, failed }: Around) {
  let refreshing: Promise<void> | null = null
  let again = false

  /** Fetches the visit as the server has it; asked meanwhile, it does so once more. */
  function refresh(): Promise<void> {
    again = refreshing !== null
    refreshing ??= (async () => {
      const answer = await fetchCopy(visitId, tag())
      if (answer.ok && answer.value) await took(answer.value.copy, answer.value.tag)
      if (!answer.ok && answer.failure.kind !== 'unreachable') failed(answer.failure)
      refreshing = null
      if (again) await refresh()
    })()
    return refreshing
  }

  return {
    refresh,
    /** What is read before the day comes along, too. */
    async takeBriefAlong() {
      const [found] = await records.read([visitId, BRIEF])
      const kept = found && fromBytes<KeptBrief>(found.bytes)
      if (kept?.description && kept.at > Date.now() - BRIEF_LASTS) return
      const answer = await fetchBrief(visitId)
      if (!answer.ok) return
      const brief: KeptBrief = { ...answer.value, at: Date.now() }
      await records.write({ put: [{ place: [visitId, BRIEF], bytes: toBytes(brief) }] })
    },
  }
}
