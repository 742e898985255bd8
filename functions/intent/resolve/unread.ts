import { valueAt } from '../../diagnostics/path.ts';
import { isMap } from '../../krm/is-map.ts';
import type { Item } from '../../krm/item.ts';

/** What intents that could not be read would have said: what is missing because of them is not told a second time. */
export interface Unread {
  /** `key` of the gateways that they declare. */
  readonly gateways: readonly string[];
  /** Whether they tell facts about the mesh. */
  readonly hasFacts: boolean;
}

export function unreadOf(broken: readonly Item[]): Unread {
  return {
    gateways: broken.flatMap(({ object, id }) => gatewaysOf(object.spec, id.namespace)),
    hasFacts: broken.some(({ object }) => isMap(valueAt(object.spec, ['mesh']))),
  };
}

function gatewaysOf(spec: unknown, ownNamespace: string | undefined): string[] {
  const list = valueAt(spec, ['gateways']);
  return (Array.isArray(list) ? list : [])
    .filter(isMap)
    .map(({ name, namespace }) => `${typeof namespace === 'string' ? namespace : ownNamespace}/${String(name)}`);
}
