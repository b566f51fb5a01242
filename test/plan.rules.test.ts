// Who reads and writes which plan, what may be changed in which state, and what a plan still lacks.
import { describe, expect, test } from 'vitest'
import { ACTION_STATES, type ROLES } from '../src/db/tables.ts'
import { closedOn, mayReadPlan, mayWritePlan, missingIn, refusedChange, writesPlans } from '../src/plan/plan.rules.ts'

const OWN = 'own'
const person = (role: (typeof ROLES)[number]) => ({ role, tilbudIds: role === 'leader' ? [OWN] : [] })

describe('a plan', () => {
  test.each([
    // who, own tilbud's, another's, the area's: r reads, w writes
    ['leader', 'rw', '', 'r'],
    ['consultant', 'r', 'r', 'r'],
    ['administrator', 'r', 'r', 'rw'],
  ] as const)('%s: own %j, other %j, area %j', (role, ...may) => {
    const user = person(role)
    expect(
      [OWN, 'other', null].map(id => (mayReadPlan(user, id) ? 'r' : '') + (mayWritePlan(user, id) ? 'w' : '')),
    ).toEqual(may)
    expect(writesPlans(role)).toBe(may.some(cell => cell.includes('w')))
  })
})

describe('an action', () => {
  test.each(ACTION_STATES.map(status => [status]))('that is %s: what may be changed', status => {
    expect(refusedChange(status, ['status'])).toBe(null)
    expect(refusedChange(status, ['title']) === null).toBe(status !== 'closed')
    expect(refusedChange(status, ['status', 'title']) === null).toBe(status !== 'closed')
  })

  test.each([
    [null, 'open', null],
    [null, 'closed', '2026-05-01'],
    ['2026-01-01', 'closed', '2026-01-01'],
    ['2026-01-01', 'underway', null],
  ] as const)('ended %j, becomes %s: ended %j', (before, status, after) => {
    expect(closedOn(before, status, '2026-05-01')).toBe(after)
  })

  test.each([
    [{ role: '', due: null, successCriteria: null }, ['role', 'due', 'successCriteria']],
    [{ role: 'leder', due: '2026-01-01', successCriteria: null }, ['successCriteria']],
    [{ role: 'leder', due: '2026-01-01', successCriteria: 'x' }, []],
  ])('%j lacks %j', (action, missing) => {
    expect(missingIn(action)).toEqual(missing)
  })
})
