import type { Diagnostic } from '../diagnostics/diagnostic.ts';
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
  /** Columns by which the text of the item is indented in `file`. */
  readonly margin?: number | undefined;
}

/** The intent and the field that made a generated object: findings in the object are reported there. */
export interface Origin {
  readonly item: Item;
  readonly path: Path;
  /** Fields of the object that follow from a field of their own; of several for one field, the first in which a finding can be placed more exactly. */
  readonly parts?: readonly OriginPart[] | undefined;
}

/** A field of an object made here, with everything below it, and the field that it follows from. */
export interface OriginPart {
  readonly path: Path;
  readonly origin: Origin;
}

/** A field that a patch of an intent changed, and where the patch says so: findings in the field are reported there. */
export interface PatchedField {
  readonly path: Path;
  readonly origin: Origin;
}

/** One document of the package, or one object made here. Lazy fields are getters: pass items on as they are, do not spread them. */
export interface Item {
  readonly id: ObjectId;
  /** The original text, exactly as it came in and indented as a document of its own; `undefined` when the object was made here. */
  readonly text: string | undefined;
  /** Parsed on first use, then kept. Only its identity when the text cannot be read: see `problems`. */
  readonly object: KubeObject;
  /** What is wrong with the text as YAML: found when the object is parsed, none for objects made here. */
  readonly problems?: readonly Diagnostic[] | undefined;
  readonly source: Source;
  /** Set on objects made here. */
  readonly origin?: Origin | undefined;
  /** All intents that share an object made here; only the intent of `origin` where it is absent. */
  readonly owners?: readonly Item[] | undefined;
  /** The fields of an object made here that patches changed. */
  readonly patchedBy?: readonly PatchedField[] | undefined;
  /** The item of the package that this one takes the place of: it lends its comments. */
  readonly replaces?: Item | undefined;
  /** Set on the members of a `kind: List`: the List, an item too, and the place in it. Members are read, never written on their own. */
  readonly list?: { readonly item: Item; readonly position: number } | undefined;
  /** The bytes of the ResourceList that hold this item, list dash and comments included; set by `parseResourceList` only. */
  readonly slice?: string | undefined;
}
