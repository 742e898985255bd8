import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { NewFile } from '../commands/system.ts';

interface Draft {
  readonly draft: string;
  readonly place: string;
  readonly before: Stats | undefined;
}

/**
 * Writes files whole or not at all, and either all of them or, where one cannot be written, none: whoever reads them meanwhile, or after this process was killed,
 * finds the text from before or the new one. A link stays one, and a file keeps its mode and its owner.
 */
export function writeFiles(files: readonly NewFile[]): void {
  const made: string[] = [];
  const drafts: Draft[] = [];
  // Without a listener a signal would end the process between two files.
  const later = () => undefined;
  for (const signal of signals) process.on(signal, later);
  try {
    for (const file of files) {
      make(dirname(file.path), made);
      const draft = draftOf(file);
      if (draft !== undefined) drafts.push(draft);
      fill(file, draft);
    }
    for (const { draft, place } of drafts) renameSync(draft, place);
  } catch (error) {
    for (const { draft } of drafts) rmSync(draft, { force: true });
    for (const folder of made.reverse()) remove(folder);
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, later);
  }
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Makes a folder and those around it; `made` takes down those that were not there. */
function make(folder: string, made: string[]): void {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  make(dirname(folder), made);
  mkdirSync(folder);
  made.push(folder);
}

/** Where a file is written first. What is there and is no file is written to at once: a pipe takes it, a folder says that it is one. */
function draftOf({ path }: NewFile): Draft | undefined {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) return undefined;
  const place = before === undefined ? path : realpathSync(path);
  removeOrphans(place);
  return { draft: `${place}.${process.pid}.tmp`, place, before };
}

function fill({ path, content, isExecutable }: NewFile, target: Draft | undefined): void {
  writeFileSync(target?.draft ?? path, content);
  if (target === undefined) return;
  const { draft, before } = target;
  if (isExecutable) chmodSync(draft, 0o755);
  else if (before !== undefined) chmodSync(draft, before.mode);
  if (before !== undefined) keepOwner(draft, before);
}

function keepOwner(draft: string, { uid, gid }: Stats): void {
  const { uid: ownUid, gid: ownGid } = statSync(draft);
  if (uid !== ownUid || gid !== ownGid) attempt(() => chownSync(draft, uid, gid));
}

/** Drafts of processes that were killed. */
function removeOrphans(place: string): void {
  const [folder, name] = [dirname(place), basename(place)];
  for (const entry of readdirSync(folder)) {
    const pid = entry.startsWith(`${name}.`) ? /^\.(\d+)\.tmp$/.exec(entry.slice(name.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, entry), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Only a folder that is still empty. */
const remove = (folder: string): void => attempt(() => rmdirSync(folder));

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // It is no worse than before.
  }
}
