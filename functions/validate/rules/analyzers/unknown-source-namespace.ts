import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { sources, valuesOf } from '../../spots/authorization.ts';
import { isTypo } from '../../syntax/typo.ts';

export const unknownSourceNamespace: Rule = {
  code: 'GI3014',
  name: 'unknown-source-namespace',
  severity: 'warning',
  summary: 'A namespace that an AuthorizationPolicy names should exist.',
  why: 'no request comes from it, so the rule never holds, or always where it is denied',
  fix: 'correct the name of the namespace',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  upstream: ['IST0101', 'KIA0101'],
  *check(world) {
    const used = world.items.flatMap((item) => item.id.namespace ?? []);
    const names = [...new Set([...world.ofKind('', 'Namespace').map(({ id }) => id.name), ...used])];
    for (const value of sources(world).flatMap((source) => valuesOf(source, 'namespaces')))
      if (typeof value.value === 'string' && !names.some((name) => matches(name, text(value)))) {
        const near = names.find((name) => isTypo(text(value), name));
        const fix = near === undefined ? {} : { fix: `did you mean "${near}"?` };
        if (world.complete) yield wrong(value, `names namespace "${text(value)}", which does not exist`, fix);
        else if (near !== undefined) yield wrong(value, `names namespace "${text(value)}", and the files have "${near}"`, fix);
      }
  },
};

/** `team-*` and `*-team` stand for all names that begin or end so. */
function matches(name: string, pattern: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return name.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
