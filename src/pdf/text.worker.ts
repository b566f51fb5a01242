// The thread in which finished documents are read: their bytes in, their words out, once.
import { parentPort, workerData } from 'node:worker_threads'
import { textsOf } from './text.ts'

parentPort?.postMessage(await Promise.all((workerData as Uint8Array[]).map(textsOf)))
