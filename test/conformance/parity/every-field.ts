import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { expandSpec } from '../../providers/expand-intent.ts';
import { baseOf, type Variant, withLeaf } from '../../providers/leaf-effect.ts';
import { leafValue } from '../../providers/leaf-values.ts';
import { schemaLeaves } from '../../providers/schema-leaves.ts';

/** What a value of a field makes. */
export interface FieldCase {
  /** `expose[].routes[].timeout: 7s`. */
  readonly name: string;
  readonly objects: readonly KubeObject[];
}

/** Every field with every one of its values that a provider takes without an error, and that makes something new. `place` numbers the namespace of a case, so that all of them fit into one cluster. */
export function everyField(variant: Variant, place: (index: number) => string): FieldCase[] {
  const wanted = schemaLeaves().flatMap((leaf) =>
    [...new Set([leafValue(leaf, variant.provider), ...(leaf.schema.enum ?? [])])].map((value) => ({ leaf, value })),
  );
  const seen = new Set<string>();
  return wanted.flatMap(({ leaf, value }, index) => {
    const { objects, diagnostics } = expandSpec(withLeaf(baseOf(leaf.field, variant), leaf, value));
    const text = JSON.stringify(objects);
    if (seen.has(text) || diagnostics.some(({ severity }) => severity === 'error')) return [];
    seen.add(text);
    return [{ name: `${leaf.field}: ${JSON.stringify(value)}`, objects: moved(objects, place(index)) }];
  });
}

/** The objects in another namespace; everything that names it follows. */
function moved(objects: readonly KubeObject[], namespace: string): readonly KubeObject[] {
  const text = JSON.stringify(objects);
  return JSON.parse(
    text
      .replaceAll('"shop"', `"${namespace}"`)
      .replaceAll('.shop.svc.', `.${namespace}.svc.`)
      .replaceAll('/ns/shop/', `/ns/${namespace}/`)
      .replaceAll('"shop/', `"${namespace}/`)
      .replaceAll('"shop-public"', `"${namespace}-public"`),
  );
}
