import type { Item } from '../../krm/item.ts';
import type { Finding } from '../rule.ts';
import { at, deep, entries, isSet, rootOf, type Spot, text, wrong } from '../spot.ts';
import { isDnsLabel } from '../syntax/domain.ts';

/** What is wrong with `exportTo` of an object. */
export function* exportFindings(item: Item): Iterable<Finding> {
  const spec = at(rootOf(item), 'spec');
  const targets = entries(at(spec, 'exportTo'));
  const seen = new Set<string>();
  for (const target of targets) {
    const namespace = text(target) === '.' ? (item.id.namespace ?? '.') : text(target);
    const problem = problemOf(target, namespace, seen);
    if (problem !== undefined) yield wrong(target, problem);
    seen.add(namespace);
  }
  const lone = targets.find((target) => text(target) === '*' || (text(target) === '~' && item.id.kind === 'ServiceEntry'));
  if (lone !== undefined && targets.length > 1) yield wrong(lone, `must be the only entry: ${JSON.stringify(text(lone))}`);
  const bySelector = item.id.kind === 'DestinationRule' && isSet(deep(spec, 'workloadSelector'));
  const elsewhere = targets.find((target) => text(target) !== '.' && text(target) !== item.id.namespace);
  if (bySelector && elsewhere !== undefined) yield wrong(elsewhere, 'must be the own namespace alone beside `workloadSelector`');
}

function problemOf(target: Spot, namespace: string, seen: ReadonlySet<string>): string | undefined {
  const written = text(target);
  if (seen.has(namespace))
    return `must not repeat ${JSON.stringify(written)}${written === namespace ? '' : `, which is ${JSON.stringify(namespace)}`}`;
  if (written === '*' || written === '.' || (written === '~' && target.item.id.kind === 'ServiceEntry')) return undefined;
  if (written === '~') return 'must not be "~": only a ServiceEntry can be hidden from everybody';
  return isDnsLabel(written) ? undefined : `must be "*", "." or a namespace, not ${JSON.stringify(target.value)}`;
}
