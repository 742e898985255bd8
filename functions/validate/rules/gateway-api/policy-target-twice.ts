import { groupBy } from '../../../krm/group-by.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrong } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { type PolicyTarget, policyTargets } from '../../spots/policy-targets.ts';

export const policyTargetTwice: Rule = {
  code: 'GI2926',
  name: 'policy-target-twice',
  severity: 'error',
  summary: 'A target, or a section of it, must have one policy of a kind.',
  why: 'the older policy holds, which is not written in any file, and the others have no effect (`Conflicted`)',
  fix: 'make one policy of them, or let them target different sections',
  source: 'https://gateway-api.sigs.k8s.io/geps/gep-713/#conflict-resolution',
  *check(world) {
    for (const rivals of groupBy(policyTargets(world).filter(isHeeded), keyOf).values())
      for (const target of rivals) {
        const other = rivals.find(({ policy }) => policy !== target.policy && !alternatives(world)(policy, target.policy));
        if (other === undefined) continue;
        const what = `${target.kind} "${target.namespace}/${target.name}"${target.section === '' ? '' : `, section "${target.section}"`}`;
        // Files of a folder may be alternatives, although nothing says so.
        const isSure = world.complete || other.policy.source.file === target.policy.source.file;
        yield wrong(target.spot, `is ${what}, which ${titled(other.policy)} targets, too`, isSure ? {} : { severity: 'warning' });
      }
  },
};

/** Istio leaves out policies that ask for it. */
const isHeeded = ({ name, policy }: PolicyTarget): boolean =>
  name !== '' && policy.id.namespace !== undefined && policy.object.metadata.annotations?.['istio.io/ignore-policy-attachment'] !== 'true';

const keyOf = ({ policy, group, kind, namespace, name, section }: PolicyTarget): string =>
  [policy.id.kind, group, kind, namespace, name, section].join('|');
