import type { Severity } from '../../../functions/diagnostics/diagnostic.ts';
import type { Item } from '../../../functions/krm/item.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { Mesh } from '../../../functions/mesh/mesh.ts';
import { kindOf, splitVersion } from '../../../functions/validate/fields/kinds.ts';
import { rules } from '../../../functions/validate/rules/index.ts';
import { validate } from '../../../functions/validate/validate.ts';
import { buildWorld } from '../../../functions/validate/world.ts';

export interface OurFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

const judges = rules.filter(({ code }) => code < 'GI2');

/** What the rules about upstream's acceptance say of each object. They look at one object at a time, so one world serves for all. */
export function askOurs(objects: readonly KubeObject[]): readonly (readonly OurFinding[])[] {
  // Findings of equal objects would be told once, so each has an identity of its own.
  const items = objects.map(itemOf);
  const position = new Map(items.map((item, index) => [item.id, index]));
  const found: OurFinding[][] = objects.map(() => []);
  // These rules do not ask what the proxies do.
  const world = buildWorld(items, { mesh: {} as Mesh });
  for (const { object, code, severity, message } of validate(world, { rules: judges })) {
    const index = object === undefined ? undefined : position.get(object as Item['id']);
    if (index !== undefined) found[index]?.push({ code, severity, message });
  }
  return found;
}

/** Kubernetes' own kinds as if an intent had made them: of hand-written ones the same is only a warning. */
function itemOf(object: KubeObject, index: number): Item {
  const { apiVersion, kind, metadata } = object;
  const item = {
    id: { apiVersion, kind, namespace: metadata.namespace, name: `${metadata.name}-${index}` },
    text: undefined,
    object,
    source: {},
  };
  const { group } = splitVersion(apiVersion);
  return kindOf(group, kind)?.upstream === 'kubernetes' ? { ...item, origin: { item, path: [] } } : item;
}
