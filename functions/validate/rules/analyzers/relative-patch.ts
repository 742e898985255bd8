import type { Finding, Rule } from '../../rule.ts';
import { at, deep, list, number, rootOf, type Spot, text, wrong } from '../../spot.ts';

const insertions = new Set(['INSERT_BEFORE', 'INSERT_AFTER']);
const replaced = new Set(['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST']);
const unremovable = new Set(['ROUTE_CONFIGURATION', 'HTTP_ROUTE']);

export const relativePatch: Rule = {
  code: 'GI3018',
  name: 'relative-patch',
  severity: 'info',
  summary: 'An EnvoyFilter whose patches depend on what is there should have a priority.',
  why: 'filters of the same priority are applied in the order in which they were created, and one may not find what another one adds',
  fix: 'set `priority`, or use `INSERT_FIRST`, `ADD` or `MERGE`',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
  upstream: ['IST0151', 'IST0155'],
  *check(world) {
    const versioned = new Set<string>();
    for (const spec of world.ofKind('networking.istio.io', 'EnvoyFilter').map((item) => at(rootOf(item), 'spec')))
      for (const patch of list(spec, 'configPatches')) {
        const subject = subjectOf(patch);
        if (number(at(spec, 'priority')) === 0 && isRelative(patch)) yield finding(patch, versioned.has(subject));
        if (text(deep(patch, 'match', 'proxy', 'proxyVersion')) !== '') versioned.add(subject);
      }
  },
};

function isRelative(patch: Spot): boolean {
  const [operation, subject] = [text(deep(patch, 'patch', 'operation')), text(at(patch, 'applyTo'))];
  if (operation === 'REPLACE') return replaced.has(subject);
  return operation === 'REMOVE' ? !unremovable.has(subject) : insertions.has(operation);
}

/** The filter that is put in, else the one that is looked for. */
const subjectOf = (patch: Spot): string =>
  text(deep(patch, 'patch', 'value', 'name')) || text(deep(patch, 'match', 'listener', 'filterChain', 'filter', 'name'));

function finding(patch: Spot, isVersioned: boolean): Finding {
  const operation = text(deep(patch, 'patch', 'operation'));
  const says = `is ${operation}, and the filter has no \`priority\`${isVersioned ? ', while an earlier one is for one version of the proxy only' : ''}`;
  return wrong(deep(patch, 'patch', 'operation'), says, { upstream: [isVersioned ? 'IST0155' : 'IST0151'] });
}
