// What lies on a tablet: encrypted with a key that cannot be read, whole or not at all, and gone for good when it ends.
import { beforeAll, describe, expect, test } from 'vitest'
import type * as Owners from '../src/browser/store/owner.ts'
import type * as RecordsModule from '../src/browser/store/records.ts'
import { useApp } from './support/app.ts'
import { useBrowser } from './support/browser.ts'
import { bundle } from './support/bundle.ts'
import { leftOnDevice } from './support/device.ts'

const app = useApp()
const visitor = useBrowser()

type There = { records: typeof RecordsModule; owners: typeof Owners }
let scripts: string[]

beforeAll(async () => {
  scripts = [await bundle('store/records.ts', 'records'), await bundle('store/owner.ts', 'owners')]
})

const CANARY = 'Kanariefuglen i tema 3a sang for lederen'

async function device() {
  const at = await visitor(app().url)
  await at.go('/login')
  for (const script of scripts) await at.page.evaluate(script)
  return at
}

/** Writes the canary for two users. */
const writeCanary = (at: Awaited<ReturnType<typeof device>>) =>
  at.page.evaluate(async canary => {
    const { records, owners } = globalThis as unknown as There
    const bytes = new TextEncoder().encode(canary)
    for (const user of ['anna', 'bo']) {
      await owners.beginOwner(user)
      const own = await records.openRecords(user)
      await own.write({ put: [{ place: ['visit', 'update', 'point/1', '01'], bytes }] })
      await own.write({ put: [{ place: ['visit', 'update', 'point/1', '02'], bytes }] })
      await own.write({ put: [{ place: ['visit', 'update', 'point/10', '03'], bytes }] })
    }
  }, CANARY)

const readBack = (at: Awaited<ReturnType<typeof device>>, user: string) =>
  at.page.evaluate(async user => {
    const { records } = globalThis as unknown as There
    const own = await records.findRecords(user)
    const found = (await own?.read(['visit', 'update', 'point/1'])) ?? []
    return found.map(({ bytes }) => new TextDecoder().decode(bytes))
  }, user)

describe('the store on a tablet', () => {
  test('holds no readable byte of what was written, and gives it back', async () => {
    const at = await device()
    await writeCanary(at)
    const { text, keys, records } = await leftOnDevice(at.page)
    expect({ keys, records }).toEqual({ keys: 2, records: 6 })
    expect(text).not.toContain('Kanariefuglen')
    expect(text).not.toContain('an extractable key')
    expect(await readBack(at, 'anna')).toEqual([CANARY, CANARY])
    // The next visit to the page finds the same key.
    await at.page.reload()
    for (const script of scripts) await at.page.evaluate(script)
    expect(await readBack(at, 'anna')).toEqual([CANARY, CANARY])
    await at.close()
  })

  test('opens nothing that was changed or put in another place', async () => {
    const at = await device()
    await writeCanary(at)
    const outcome = await at.page.evaluate(async () => {
      const open = indexedDB.open('kvalitetsbesoeg')
      const database = await new Promise<IDBDatabase>(resolve => {
        open.onsuccess = () => resolve(open.result)
      })
      const at = ['anna', 'visit', 'update', 'point/1', '01']
      const store = () => database.transaction('sealed', 'readwrite').objectStore('sealed')
      const bytes = await new Promise<Uint8Array>(resolve => {
        const request = store().get(at)
        request.onsuccess = () => resolve(request.result)
      })
      const { records } = globalThis as unknown as There
      const own = await records.findRecords('anna')
      const reading = async () => (await own?.read(['visit', 'update']))?.length
      const tries: unknown[] = []
      const moved = store().put(bytes, ['anna', 'visit', 'update', 'point/2', '01'])
      await new Promise(resolve => {
        moved.onsuccess = resolve
      })
      tries.push(await reading().catch(error => error.name))
      store().delete(['anna', 'visit', 'update', 'point/2', '01'])
      bytes[20] = (bytes[20] ?? 0) ^ 1
      store().put(bytes, at)
      tries.push(await reading().catch(error => error.name))
      return tries
    })
    expect(outcome).toEqual(['OperationError', 'OperationError'])
    await at.close()
  })

  test('destroys the key and all of one user, and nothing of another', async () => {
    const at = await device()
    await writeCanary(at)
    const late = await at.page.evaluate(async () => {
      const { records, owners } = globalThis as unknown as There
      const own = await records.openRecords('anna')
      await owners.destroyOwner('anna')
      return own.write({ put: [{ place: ['late'], bytes: new Uint8Array([1]) }] }).catch(error => error.message)
    })
    expect(late).toBe('the key is gone')
    expect(await readBack(at, 'anna')).toEqual([])
    expect(await readBack(at, 'bo')).toEqual([CANARY, CANARY])
    const { text, keys, records } = await leftOnDevice(at.page)
    expect({ keys, records }).toEqual({ keys: 1, records: 3 })
    expect(text).not.toContain('anna')
    await at.close()
  })

  test('destroys what was without contact for seven days, and warns two days before', async () => {
    const at = await device()
    await writeCanary(at)
    const days = await at.page.evaluate(async () => {
      const { owners } = globalThis as unknown as There
      const owner = await owners.findOwner('anna')
      if (!owner) return []
      const left = (hours: number) => owners.daysLeft(owner, owner.lastContact + hours * 3_600_000)
      await owners.destroyExpired(owner.lastContact + 7 * 86_400_000 - 1000)
      const before = (await owners.listOwners()).length
      await owners.destroyExpired(Date.now() + 7 * 86_400_000)
      return [left(100), left(121), left(150), left(168), before, (await owners.listOwners()).length]
    })
    expect(days).toEqual([null, 2, 1, 0, 2, 0])
    expect(await leftOnDevice(at.page)).toMatchObject({ keys: 0, records: 0 })
    await at.close()
  })
})
