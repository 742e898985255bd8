import type { Severity } from '../diagnostics/diagnostic.ts';
import type { Path } from '../diagnostics/path.ts';
import type { Item } from '../krm/item.ts';
import type { Mesh } from '../mesh/mesh.ts';

/** What a rule may look at. Everything is shared between rules and never changed. */
export interface World {
  /** Every item of the package: generated and hand-written, in the order of the package. */
  readonly items: readonly Item[];
  /** The items of one kind of one API group, whatever their version; `''` is the core group. */
  ofKind(group: string, kind: string): readonly Item[];
  /** What the proxies will do with all of them. */
  readonly mesh: Mesh;
  /** The files are the whole cluster: what is not in them does not exist. */
  readonly complete: boolean;
  /** Objects that are not among the items because several versions of them are written: one of them exists. */
  readonly doubtful: readonly Item[];
  /** The releases in use where they are known: `{ istio: '1.27' }`. The names are those of `releases` in generated/kinds.ts. */
  readonly versions: Readonly<Record<string, string>>;
}

/** One place where a rule does not hold. */
export interface Finding {
  /** The object that must change. */
  readonly item: Item;
  /** The field that must change; a path into a missing field is reported at its nearest ancestor. */
  readonly path: Path;
  readonly message: string;
  /** The mending of this very case; the rule's own `fix` where it is absent. */
  readonly fix?: string;
  /** Lower than the rule's own where this case is less certain. */
  readonly severity?: Severity;
  /** Those of the rule's codes of other tools that mean this very case; all of them where it is absent. */
  readonly upstream?: readonly string[];
}

/** One rule, one file: `rules/<area>/<name>.ts`. The object is its own documentation. */
export interface Rule {
  /** `GI` and four digits; never given to another rule again. */
  readonly code: string;
  /** kebab-case, like the file. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence: what must hold. */
  readonly summary: string;
  /** One sentence: what happens otherwise. */
  readonly why: string;
  /** An imperative that mends the usual case. */
  readonly fix: string;
  /** Where the behaviour is defined: an upstream page, or a file of the upstream source. */
  readonly source: string;
  /** Codes of istioctl (IST…) and Kiali (KIA…) that mean the same. */
  readonly upstream?: readonly string[];
  check(world: World): Iterable<Finding>;
}
