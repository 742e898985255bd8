import { didYouMean } from '../../../diagnostics/did-you-mean.ts';
import { kindOf, knownKinds, splitVersion } from '../../fields/kinds.ts';
import type { Rule } from '../../rule.ts';

export const unknownKind: Rule = {
  code: 'GI1029',
  name: 'unknown-kind',
  severity: 'error',
  summary: 'A kind of Istio, the Gateway API or Envoy Gateway must be one of its API group.',
  why: 'the API server refuses the object',
  fix: 'correct `kind` or `apiVersion`',
  source: 'https://istio.io/latest/docs/reference/config/',
  *check(world) {
    const groups = new Set(known().map(({ group }) => group));
    for (const item of world.items) {
      const { group } = splitVersion(item.id.apiVersion);
      const { kind } = item.id;
      if (kindOf(group, kind) !== undefined) continue;
      if (groups.has(group)) {
        const names = known().flatMap((entry) => (entry.group === group ? entry.kind : []));
        const near = didYouMean(kind, names);
        // Kinds come and go: of one that is like no other it is not known for which release it is.
        if (near !== undefined)
          yield {
            item,
            path: ['kind'],
            message: `\`kind\` "${kind}" is none of ${group}; did you mean "${near}"?`,
            fix: `write \`kind: ${near}\``,
          };
      } else {
        const near = didYouMean(
          group,
          [...groups].filter((name) => kindOf(name, kind) !== undefined),
        );
        if (near !== undefined)
          yield {
            item,
            path: ['apiVersion'],
            message: `\`apiVersion\` "${item.id.apiVersion}" has no ${kind}; did you mean group "${near}"?`,
            fix: `write \`${near}\` before the slash`,
          };
      }
    }
  },
};

const ours = new Set(['istio', 'gateway-api', 'envoy-gateway']);

const known = () => knownKinds().filter(({ upstream }) => ours.has(upstream));
