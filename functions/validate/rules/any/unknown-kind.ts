import type { Item } from '../../../krm/item.ts';
import { kindOf, knownKinds, splitVersion } from '../../fields/kinds.ts';
import type { Finding, Rule } from '../../rule.ts';
import { isTypo } from '../../syntax/typo.ts';

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
      if (kindOf(group, item.id.kind) !== undefined) continue;
      const found = groups.has(group) ? otherKind(item, group) : otherGroup(item, group, groups);
      if (found !== undefined) yield found;
    }
  },
};

const ours = new Set(['istio', 'gateway-api', 'envoy-gateway']);

const known = () => knownKinds().filter(({ upstream }) => ours.has(upstream));

/** Kinds come and go: of one that is like no other it is not known which release has it. */
function otherKind(item: Item, group: string): Finding | undefined {
  const { kind } = item.id;
  const meant = known().find((entry) => entry.group === group && (kind === `${entry.kind}s` || isTypo(kind, entry.kind)))?.kind;
  if (meant === undefined) return undefined;
  return {
    item,
    path: ['kind'],
    message: `\`kind\` "${kind}" is none of ${group}; did you mean "${meant}"?`,
    fix: `write \`kind: ${meant}\``,
  };
}

/** Nobody but the owner of `istio.io` has kinds in groups below it; some groups are of times long gone. */
function otherGroup(item: Item, group: string, groups: ReadonlySet<string>): Finding | undefined {
  const { kind, apiVersion } = item.id;
  if (/^(?:config|authentication|rbac|mixer)\./.test(group)) return undefined;
  const meant = [...groups].find((name) => kindOf(name, kind) !== undefined && suffixOf(group) === suffixOf(name));
  if (meant === undefined) return undefined;
  const message = `\`apiVersion\` "${apiVersion}" has no ${kind}, which is of group "${meant}"`;
  return { item, path: ['apiVersion'], message, fix: `write \`${meant}\` before the slash` };
}

const suffixOf = (group: string): string => group.split('.').slice(-2).join('.');
