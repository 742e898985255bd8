import type { Rule } from '../../rule.ts';
import { deep, wrong } from '../../spot.ts';
import { configPatches } from '../../spots/envoy-filter.ts';

/** Where istiod carries an operation out, whatever its documentation says (`pilot/pkg/networking/core/envoyfilter`). */
const replaceable = new Set(['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST']);
const documented: Readonly<Record<string, string>> = { ADD: 'IST0153', REMOVE: 'IST0154', REPLACE: 'IST0152' };

export const ineffectivePatch: Rule = {
  code: 'GI3019',
  name: 'ineffective-patch',
  severity: 'error',
  summary: 'The operation of a patch must be one that istiod carries out for what it applies to.',
  why: 'istiod leaves the patch out without a word',
  fix: 'use `MERGE`, or an operation that fits',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
  upstream: ['IST0152', 'IST0153', 'IST0154'],
  *check(world) {
    for (const { patch, applyTo, operation } of configPatches(world)) {
      if (applyTo === '' || !isDoubtful(operation, applyTo)) continue;
      const spot = deep(patch, 'patch', 'operation');
      const upstream = [documented[operation] as string];
      if (isCarriedOut(operation, applyTo))
        yield wrong(spot, `is ${operation}, which is not documented for ${applyTo}, although istiod carries it out`, {
          severity: 'info',
          upstream,
        });
      else yield wrong(spot, `must not be ${operation} for ${applyTo}`, { upstream });
    }
  },
};

function isDoubtful(operation: string, applyTo: string): boolean {
  if (operation === 'REPLACE') return !replaceable.has(applyTo);
  return (operation === 'ADD' || operation === 'REMOVE') && (applyTo === 'ROUTE_CONFIGURATION' || applyTo === 'HTTP_ROUTE');
}

const isCarriedOut = (operation: string, applyTo: string): boolean =>
  operation === 'REPLACE' ? applyTo === 'LISTENER_FILTER' : applyTo === 'HTTP_ROUTE';
