import type { Path } from '../diagnostics/path.ts';
import type { KubeObject, ObjectId } from './kube-object.ts';

/**
 * Where an item was read. `line` is the 1-based line of its first character in `file`, and is absent where the host does not
 * tell it (kpt and Kustomize hand over items whose line numbers are not the user's).
 */
export interface Source {
  readonly file?: string | undefined;
  readonly index?: number | undefined;
  readonly packagePath?: string | undefined;
  readonly line?: number | undefined;
}

/** The intent and the field that made a generated object: findings in the object are reported there. */
export interface Origin {
  readonly item: Item;
  readonly path: Path;
}

/** One document of the package, or one object made here. */
export interface Item {
  readonly id: ObjectId;
  /** The original text, exactly as it came in and indented as a document of its own; `undefined` when the object was made here. */
  readonly text: string | undefined;
  /** Parsed on first use, then kept. */
  readonly object: KubeObject;
  readonly source: Source;
  /** Set on objects made here. */
  readonly origin?: Origin | undefined;
}
