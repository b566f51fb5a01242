// Dates and times as they are written in Danish, always on Danish clocks.
const TIME_ZONE = 'Europe/Copenhagen'

const longDate = new Intl.DateTimeFormat('da-DK', { dateStyle: 'long', timeZone: 'UTC' })
const longDateHere = new Intl.DateTimeFormat('da-DK', { dateStyle: 'long', timeZone: TIME_ZONE })
const timeHere = new Intl.DateTimeFormat('da-DK', { timeStyle: 'short', timeZone: TIME_ZONE })

/** A calendar date: '2026-05-14' becomes "14. maj 2026". */
export function danishDate(date: string): string {
  return longDate.format(new Date(`${date}T00:00:00Z`))
}

/** Whether a text is a day that exists, as '2026-05-14'. */
export const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** The time of day in Denmark: "14.32". */
export function danishTime(moment: Date): string {
  return timeHere.format(moment)
}

/** The date and time in Denmark: "14. maj 2026 kl. 14.32". */
export function danishDateTime(moment: Date): string {
  return `${longDateHere.format(moment)} kl. ${timeHere.format(moment)}`
}

const dayHere = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: TIME_ZONE })

/** The day it is in Denmark at this moment, as '2026-05-14'. */
export function danishDay(moment: Date): string {
  return dayHere.format(moment)
}

/** The moment at which it is `hour` o'clock in Denmark on `day`. */
export function danishMoment(day: string, hour: number): Date {
  const inUtc = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`)
  // One hour ahead of UTC in winter, two in summer.
  const [winter, summer] = [new Date(inUtc - 3_600_000), new Date(inUtc - 7_200_000)]
  return Number(timeHere.format(winter).slice(0, 2)) === hour ? winter : summer
}
