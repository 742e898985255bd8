import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import type { Prerequisite } from '../../expand/stage.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { isMap } from '../../krm/is-map.ts';

interface Leaf {
  readonly path: Path;
  readonly value: string;
}

/** Every value that a patch writes; entries of lists are known by their names. */
function leaves(patch: unknown, path: Path = []): Leaf[] {
  if (Array.isArray(patch) && patch.every((entry) => isMap(entry) && typeof (entry.name ?? entry.port) !== 'undefined'))
    return patch.flatMap((entry) => leaves(entry, [...path, String(entry.name ?? entry.port)]));
  if (isMap(patch)) return Object.entries(patch).flatMap(([key, value]) => leaves(value, [...path, key]));
  return [{ path, value: JSON.stringify(patch) }];
}

/** Needs that can be met together; of two that write the same field differently, the second one is told and left out. */
export function disagreements(needs: readonly Prerequisite[]): {
  readonly agreed: readonly Prerequisite[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const first = new Map<string, { readonly leaf: Leaf; readonly need: Prerequisite }>();
  const diagnostics: Diagnostic[] = [];
  const agreed = needs.filter((need) => {
    const own = leaves(need.patch).map((leaf) => ({ leaf, key: JSON.stringify([need.kind, leaf.path]) }));
    const clash = own.find(({ leaf, key }) => (first.get(key)?.leaf.value ?? leaf.value) !== leaf.value);
    if (clash !== undefined) {
      diagnostics.push(disagree(need, clash.leaf, first.get(clash.key)?.need as Prerequisite));
      return false;
    }
    for (const { leaf, key } of own) first.set(key, { leaf, need });
    return true;
  });
  return { agreed, diagnostics };
}

function disagree({ origin }: Prerequisite, leaf: Leaf, other: Prerequisite): Diagnostic {
  const { item, path } = other.origin;
  return findingAt('GI0615', origin.item, origin.path, {
    message: `\`${formatPath(origin.path)}\` needs \`${formatPath(leaf.path)}\` to be something else than \`${formatPath(path)}\` of GatewayIntent "${item.id.namespace}/${item.id.name}" does`,
  });
}
