import type { HttpMatch } from '../../../mesh/routes/http-rule.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Finding, Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenVirtualServices } from '../../spots/written-routes.ts';

export const prefixAndSlash: Rule = {
  code: 'GI2418',
  name: 'prefix-and-slash',
  severity: 'warning',
  summary: 'A prefix and what it is rewritten to should both end with a slash, or neither.',
  why: 'the text of the prefix is replaced, not path segments: what follows it gets a slash too many, or none',
  fix: 'end both with a slash, and add the prefix without the slash as an exact match',
  source: 'istio/istio, pilot/pkg/networking/core/route/route.go',
  *check(world) {
    for (const virtualService of writtenVirtualServices(world)) yield* unequalIn(virtualService);
  },
};

function* unequalIn({ http }: VirtualService): Iterable<Finding> {
  const earlier = new Set<string>();
  for (const { rewrite, matches } of http) {
    const to = rewrite?.regex === undefined ? rewrite?.uri : undefined;
    for (const match of matches) {
      const prefix = prefixOf(match);
      const result = prefix && to ? rewritten(prefix, to, earlier) : undefined;
      if (result !== undefined) yield wrongAt({ item: match.field.item, path: [...match.field.path, 'uri', 'prefix'] }, result);
      if (prefix !== undefined) earlier.add(prefix);
    }
  }
}

/** What becomes of a path below the prefix, where a slash is lost or doubled; a prefix with a slash before takes such paths. */
function rewritten(prefix: string, to: string, earlier: ReadonlySet<string>): string | undefined {
  const text = `"${prefix}" is rewritten to "${to}"`;
  if (prefix.endsWith('/')) return to.endsWith('/') ? undefined : `${text}: "${prefix}a" becomes "${to}a"`;
  return to.endsWith('/') && !earlier.has(`${prefix}/`) ? `${text}: "${prefix}/a" becomes "${to}/a"` : undefined;
}

function prefixOf({ uri }: HttpMatch): string | undefined {
  return uri?.kind === 'prefix' ? uri.value : undefined;
}
