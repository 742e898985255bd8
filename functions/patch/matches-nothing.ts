import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { formatPath } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import type { Made } from '../expand/made.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { KubeObject } from '../krm/kube-object.ts';
import { displayOf, type PatchEntry } from './patch-entry.ts';
import { type TargetTest, targetValue } from './target.ts';

/** Why a target matches no object of its intent: the field that is to blame, what was probably meant, and what there is. */
export function matchesNothing(made: readonly Made[], tests: readonly TargetTest[], { intent, patch, path }: PatchEntry): Diagnostic {
  const own = made.filter(({ owners }) => owners.includes(intent.item)).map(({ object }) => object);
  const foreign = made.find(({ object }) => tests.every(({ fits }) => fits(object)));
  if (foreign !== undefined) return notOwned(foreign, { intent, patch, path });
  let left: readonly KubeObject[] = own;
  for (const { field, fits } of tests) {
    const fitting = left.filter(fits);
    if (fitting.length === 0) return blamed(field, left, { intent, patch, path });
    left = fitting;
  }
  return findingAt('GI0601', intent.item, [...path, 'target'], {
    message: `patch \`${formatPath(path)}\` matches nothing: GatewayIntent "${intent.key}" makes no objects`,
  });
}

function notOwned({ object, owners }: Made, { intent, path }: PatchEntry): Diagnostic {
  const [owner] = owners;
  return findingAt('GI0601', intent.item, [...path, 'target'], {
    message: `patch \`${formatPath(path)}\` matches ${displayOf(object)}, which belongs to GatewayIntent "${owner?.id.namespace}/${owner?.id.name}" and not to this one`,
    fix: 'move the patch to that intent',
  });
}

function blamed(field: TargetTest['field'], left: readonly KubeObject[], { intent, patch, path }: PatchEntry): Diagnostic {
  const written = patch.target[field] as string;
  const fieldPath = [...path, 'target', field];
  if (left.length === 0)
    return findingAt('GI0601', intent.item, fieldPath, {
      message: `patch \`${formatPath(path)}\` matches nothing: GatewayIntent "${intent.key}" makes no objects`,
    });
  const known = field === 'labelSelector' ? left.map(labelsText) : left.map((object) => targetValue(field, object));
  const choices = [...new Set(known)].sort();
  const near = didYouMean(written, choices);
  const of = patch.target.kind === undefined || field === 'kind' ? 'the objects' : `the ${left[0]?.kind} objects`;
  return findingAt('GI0601', intent.item, fieldPath, {
    message: `\`${formatPath(fieldPath)}\` ${quote(written)} matches none of ${of} that GatewayIntent "${intent.key}" makes: ${choices.map(quote).join(', ')}`,
    ...(near === undefined ? {} : { fix: `did you mean ${quote(near)}?` }),
  });
}

function labelsText({ kind, metadata: { name, labels = {} } }: KubeObject): string {
  const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return `${kind} ${name}: ${text.length === 0 ? 'no labels' : text.join(',')}`;
}
