import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import type { Exposure } from '../../intent/model.ts';
import { placeOf } from '../../intent/resolve/server-entries.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { sameValue } from '../../krm/same-value.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether pods can have both sets of labels. */
export const meet = (a: Labels, b: Labels): boolean => Object.entries(a).every(([key, value]) => b[key] === undefined || b[key] === value);

/** Whether backends of an exposure enforce ALLOW rules. */
export const allowsAtWorkload = ({ auth }: Exposure): boolean =>
  auth?.enforceAt === 'Workload' && (auth.rules ?? []).some(({ action }) => action === 'ALLOW');

/** Whether two are one exposure, on several gateways. */
export const isSame = (a: Exposure, b: Exposure): boolean => a.intent === b.intent && a.origin.path.join('.') === b.origin.path.join('.');

/**
 * ALLOW policies of one pod are alternatives: beside rules that it enforces, one that lets its gateway in would let everything in that comes through the gateway.
 * In one exposure, and for the same pods, both are said in one policy; anything else is told.
 */
export function* loosenedRules(exposures: readonly Exposure[]): Generator<Diagnostic> {
  const told = new Set<string>();
  for (const restricted of exposures)
    for (const ruled of exposures.filter(allowsAtWorkload)) {
      const { restrictBackend, namespace, origin, intent } = restricted;
      const selector = ruled.auth?.selector ?? {};
      if (restrictBackend === undefined || namespace !== ruled.namespace || !meet(restrictBackend, selector)) continue;
      const together = isSame(restricted, ruled) && sameValue(restrictBackend, selector);
      const named = ruled.auth?.rules?.some(({ action, from }) => action === 'ALLOW' && from?.serviceAccounts !== undefined);
      const path = [...origin.path, 'restrictBackend'];
      const key = formatPath(path) + intent.key;
      if ((together && !named) || told.has(key)) continue;
      told.add(key);
      const rules = `\`${formatPath([...ruled.origin.path, 'auth', 'rules'])}\``;
      yield findingAt('GI0503', origin.item, path, {
        message: together
          ? `\`${formatPath(path)}\` lets the gateway in alone, and an ALLOW rule of ${rules} names service accounts of its own`
          : `\`${formatPath(path)}\` would let its gateway past the ALLOW rules ${rules} of ${placeOf(ruled.origin)}: they are for the same pods, which let in what either allows`,
        why: 'ALLOW policies of one pod are alternatives',
        fix: together
          ? 'remove one of the two: what comes through the gateway has its identity'
          : 'write both in one exposure with the same `selector`, or select different pods',
      });
    }
}
