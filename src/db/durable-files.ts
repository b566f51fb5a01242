// The files of the embedded database, written so that a power cut loses nothing that was acknowledged.
//
// PGlite answers a commit without asking the operating system to put anything on the disk. Here every answer waits
// for that, and the order is PostgreSQL's own: the write-ahead log before data pages, everything before pg_control.
import { closeSync, fdatasyncSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { NodeFS } from '@electric-sql/pglite/nodefs'

// What we use of Emscripten's file system for Node (it has no types of its own).
type FileNode = { id: number }
type Stream = { node: FileNode; nfd: number }
type Nodefs = {
  realPath(node: FileNode): string
  stream_ops: { write(stream: Stream, ...rest: unknown[]): number; close(stream: Stream): void }
  node_ops: {
    mknod(parent: FileNode, name: string, ...rest: unknown[]): FileNode
    rename(node: FileNode, newParent: FileNode, name: string): void
    unlink(parent: FileNode, name: string): void
    setattr(node: FileNode, attributes: { size?: number }): void
  }
}
type Init = Parameters<NodeFS['init']>

const syncFile = (fd: number) => {
  try {
    fdatasyncSync(fd)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error // pipes and the like have no disk behind them
  }
}

const syncPath = (path: string) => {
  try {
    const fd = openSync(path, 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch (error) {
    // Gone again meanwhile; or Windows, where a folder cannot be opened and NTFS keeps its own journal.
    if (!['ENOENT', 'EPERM', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Puts a folder and all that is in it on the disk. */
export function syncFolder(folder: string) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    syncPath(join(entry.parentPath, entry.name))
  syncPath(folder)
}

/** PGlite's folder on disk, with the ordering and the waiting that PostgreSQL does on its own. */
export class DurableFiles extends NodeFS {
  readonly #dirtyFiles = new Map<number, string>()
  readonly #dirtyFolders = new Set<string>()

  #flush(wanted: (path: string) => boolean = () => true) {
    for (const [fd, path] of this.#dirtyFiles)
      if (wanted(path)) {
        syncFile(fd)
        this.#dirtyFiles.delete(fd)
      }
  }

  #flushAll() {
    this.#flush()
    for (const folder of this.#dirtyFolders) syncPath(folder)
    this.#dirtyFolders.clear()
  }

  // Emscripten calls preRun with its module just before the file system is mounted: the last moment to wrap it.
  override async init(...[pglite, options]: Init): ReturnType<NodeFS['init']> {
    const made = await super.init(pglite, options)
    const wrap = (module: unknown) => this.#wrap((module as { NODEFS: Nodefs }).NODEFS)
    const preRun = [wrap, ...((made.emscriptenOpts.preRun as [] | undefined) ?? [])]
    return { emscriptenOpts: { ...made.emscriptenOpts, preRun } as typeof made.emscriptenOpts }
  }

  #wrap(nodefs: Nodefs) {
    const { stream_ops, node_ops } = nodefs
    const { write, close } = stream_ops
    const { mknod, rename, unlink, setattr } = node_ops
    const isLog = (path: string) => path.includes(`${sep}pg_wal${sep}`)

    stream_ops.write = (stream, ...rest) => {
      const path = nodefs.realPath(stream.node)
      const isControl = path.endsWith(`${sep}pg_control`)
      if (isControl) this.#flushAll()
      else if (!isLog(path)) this.#flush(isLog)
      const written = write(stream, ...rest)
      if (isControl) syncFile(stream.nfd)
      else this.#dirtyFiles.set(stream.nfd, path)
      return written
    }
    stream_ops.close = stream => {
      if (this.#dirtyFiles.delete(stream.nfd)) syncFile(stream.nfd)
      close(stream)
    }
    node_ops.mknod = (parent, name, ...rest) => {
      const node = mknod(parent, name, ...rest)
      this.#dirtyFolders.add(nodefs.realPath(parent))
      return node
    }
    node_ops.rename = (node, newParent, name) => {
      this.#flushAll()
      const from = dirname(nodefs.realPath(node))
      rename(node, newParent, name)
      syncPath(from)
      syncPath(nodefs.realPath(newParent))
    }
    node_ops.unlink = (parent, name) => {
      unlink(parent, name)
      this.#dirtyFolders.add(nodefs.realPath(parent))
    }
    node_ops.setattr = (node, attributes) => {
      setattr(node, attributes)
      if (attributes.size !== undefined) syncPath(nodefs.realPath(node))
    }
  }

  /** PGlite calls this before it answers; relaxed or not, we wait. */
  override async syncToFs() {
    this.#flushAll()
  }
}
