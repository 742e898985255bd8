import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { quote } from '../diagnostics/quote.ts';
import { findingAt } from '../krm/finding-at.ts';
import { isMap } from '../krm/is-map.ts';
import type { Item } from '../krm/item.ts';
import { isKubeLabel, isKubeSubdomain } from '../krm/kube-name.ts';
import { textAt } from '../krm/locate.ts';
import { nameOfValue } from './schema-fixes.ts';

/** What the metadata of an intent lacks: the names of all that is made, and of who made it, follow from it. */
export function* metadataProblems(item: Item): Generator<Diagnostic> {
  const { name, namespace } = item.object.metadata as unknown as Readonly<Record<string, unknown>>;
  if (namespace === undefined || namespace === null || namespace === '')
    yield findingAt('GI0102', item, ['metadata', 'namespace'], {
      message: '`metadata.namespace` must be set: the names of the generated objects depend on it',
      fix: 'add `namespace:` to the metadata of the intent',
    });
  else yield* nameProblems(item, 'namespace', namespace, isKubeLabel, 63);
  yield* nameProblems(item, 'name', name, isKubeSubdomain, 253);
  yield* textProblems(item, 'labels');
  yield* textProblems(item, 'annotations');
}

function* nameProblems(
  item: Item,
  field: string,
  value: unknown,
  isRight: (text: string) => boolean,
  longest: number,
): Generator<Diagnostic> {
  const path = ['metadata', field];
  if (typeof value !== 'string')
    yield findingAt('GI0103', item, path, {
      message: `\`metadata.${field}\` must be a string, not ${nameOfValue(value)}`,
      fix: `put it in quotes: "${textAt(item, path) ?? value}"`,
    });
  else if (!isRight(value))
    yield findingAt('GI0104', item, path, {
      message: `\`metadata.${field}\` must be a name of lower-case letters, digits and \`-\`, at most ${longest} of them, not ${quote(value)}`,
      fix: 'use lower-case letters, digits and `-`',
    });
}

/** Labels and annotations are texts by their names; kpt and Kustomize refuse anything else. */
function* textProblems(item: Item, field: 'labels' | 'annotations'): Generator<Diagnostic> {
  const values: unknown = item.object.metadata[field];
  if (values === undefined || values === null) return;
  if (!isMap(values))
    yield findingAt('GI0103', item, ['metadata', field], {
      message: `\`metadata.${field}\` must be a map`,
      fix: 'write a name and a text in each line: `team: edge`',
    });
  else
    for (const [key, value] of Object.entries(values))
      if (typeof value !== 'string' && value !== null)
        yield findingAt('GI0103', item, ['metadata', field, key], {
          message: `\`metadata.${field}\` ${quote(key)} must be a string, not ${nameOfValue(value)}`,
          fix: `put it in quotes: "${textAt(item, ['metadata', field, key]) ?? value}"`,
        });
}
