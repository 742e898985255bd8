import type { Rule } from '../../rule.ts';
import { at, list, number, rootOf, text, titled, wrong } from '../../spot.ts';
import { type PolicyTarget, policyTargets } from '../../spots/policy-targets.ts';

export const policySectionUnknown: Rule = {
  code: 'GI2925',
  name: 'policy-section-unknown',
  severity: 'error',
  summary: 'The section that a policy names must be one of its target.',
  why: 'the policy has no effect (`TargetNotFound`), which leaves open what it should close',
  fix: 'name a listener, a rule or a port of the target, or leave out `sectionName`',
  source: 'https://gateway-api.sigs.k8s.io/geps/gep-2648/',
  *check(world) {
    for (const target of policyTargets(world)) {
      if (target.section === '' || target.item === undefined) continue;
      const sections = sectionsOf(target);
      if (sections === undefined || sections.names.includes(target.section) || isPortNumber(target)) continue;
      const has = sections.names.map((name) => `"${name}"`).join(', ') || 'none with a name';
      yield wrong(
        at(target.spot, 'sectionName'),
        `is "${target.section}", which is no ${sections.what} of ${titled(target.item)}: it has ${has}`,
      );
    }
  },
};

/** Ports without a name are named by their number. */
const isPortNumber = ({ kind, item, section }: PolicyTarget): boolean =>
  kind === 'Service' &&
  item !== undefined &&
  list(at(rootOf(item), 'spec'), 'ports').some((port) => String(number(at(port, 'port'))) === section);

const places: Readonly<Record<string, readonly [field: string, what: string]>> = {
  Gateway: ['listeners', 'listener'],
  ListenerSet: ['listeners', 'listener'],
  HTTPRoute: ['rules', 'rule'],
  GRPCRoute: ['rules', 'rule'],
  TCPRoute: ['rules', 'rule'],
  TLSRoute: ['rules', 'rule'],
  UDPRoute: ['rules', 'rule'],
  Service: ['ports', 'port'],
  ServiceEntry: ['ports', 'port'],
};

function sectionsOf({ kind, item }: PolicyTarget): { readonly names: readonly string[]; readonly what: string } | undefined {
  const place = places[kind];
  if (place === undefined || item === undefined) return undefined;
  const names = list(at(rootOf(item), 'spec'), place[0]).map((entry) => text(at(entry, 'name')));
  return { names: names.filter((name) => name !== ''), what: place[1] };
}
