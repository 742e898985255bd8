/** Namespaces to which an object is shown: `everywhere`, or those named; `.` is resolved already. */
export interface ExportTo {
  readonly everywhere: boolean;
  readonly namespaces: ReadonlySet<string>;
  /** As written, sorted: DestinationRules are merged only where this is equal; `''` for nothing written. */
  readonly key: string;
  /** Whether it was written at the object, rather than taken from the mesh's default. */
  readonly written: boolean;
}

/** Reads `exportTo` of an object in a namespace. `~` shows it to nobody. */
export function exportTo(written: readonly string[], fallback: readonly string[], namespace: string): ExportTo {
  const list = written.length > 0 ? written : fallback;
  const named = list.filter((entry) => entry !== '*' && entry !== '~').map((entry) => (entry === '.' ? namespace : entry));
  return {
    everywhere: list.includes('*'),
    namespaces: new Set(named),
    key: [...new Set(written)].sort().join(','),
    written: written.length > 0,
  };
}

/** Whether an object is shown to a namespace; `''` is a namespace that is not known: it may be any of them. */
export function isExportedTo(to: ExportTo, namespace: string): boolean {
  return to.everywhere || to.namespaces.has(namespace) || (namespace === '' && to.namespaces.size > 0);
}
