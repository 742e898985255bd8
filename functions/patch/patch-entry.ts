import type { Path } from '../diagnostics/path.ts';
import type { Patch } from '../intent/generated/gateway-intent.ts';
import type { Intent } from '../intent/model.ts';
import { display, type KubeObject } from '../krm/kube-object.ts';

/** One entry of `spec.patches`. */
export interface PatchEntry {
  readonly intent: Intent;
  readonly patch: Patch;
  /** `['spec', 'patches', index]`. */
  readonly path: Path;
}

/** `Kind namespace/name` of an object. */
export const displayOf = ({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): string =>
  display({ apiVersion, kind, namespace, name });
