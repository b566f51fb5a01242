// People who ask for the same report at once and again, until they are told to stop: a process of its own that stands
// back, for in the world they are other machines.

const AT_ONCE = 4
const [url = '', cookie = ''] = process.argv.slice(2)
let reading = false

async function readOn() {
  reading = true
  let read = 0
  const reader = async () => {
    while (reading) {
      const response = await fetch(url, { headers: { cookie } })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`${url}: ${response.status}`)
      if (++read === 1) process.send?.({ begun: true })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reader))
  process.send?.({ read })
}

process.on('message', told => {
  if (told === 'read') readOn()
  else reading = false
})
