import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item } from '../../krm/item.ts';
import { ownersOf } from '../../krm/ownership.ts';
import type { Gateway } from '../model.ts';
import type { Reference } from './find-gateway.ts';

/** A gateway that is referred to and not declared. Where the package declares others in its namespace, it is most likely misspelt or gone. */
export function undeclaredGateway(
  { intent, path }: Reference,
  gateway: Gateway,
  known: readonly Gateway[],
  items: readonly Item[],
): Diagnostic {
  const { key, namespace, provider } = gateway;
  const beside = isHandWritten(items, gateway) ? [] : known.filter((other) => other.namespace === namespace);
  const near = didYouMean(
    key,
    known.map((other) => other.key),
  );
  const only = beside.length === 1 ? beside[0]?.key : undefined;
  const meant = near ?? only;
  const declare = `declare it with \`management: External\` to say what it listens on${intent.spec.provider ? '' : ', or set `spec.provider`'}`;
  return findingAt('GI0207', intent.item, path, {
    ...(beside.length > 0 ? { severity: 'warning' as const, why: 'if it does not exist, nothing leads to what is exposed' } : {}),
    message: `gateway "${key}" is not declared in this package${others(beside)}; it is taken as one that exists, of provider "${provider}"`,
    fix: meant === undefined ? declare : `did you mean "${meant}"?`,
  });
}

const others = (beside: readonly Gateway[]): string =>
  beside.length === 0 ? '' : `, which declares ${beside.map(({ key }) => `"${key}"`).join(' and ')} in the same namespace`;

/** Whether somebody wrote the gateway without an intent. What an intent made before tells nothing. */
const isHandWritten = (items: readonly Item[], { namespace, name }: Gateway): boolean =>
  items.some(({ id, object }) => id.kind === 'Gateway' && id.namespace === namespace && id.name === name && ownersOf(object) === undefined);
