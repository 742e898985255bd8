import type { Rule } from '../../rule.ts';
import { reasonlessSuppressions } from '../../suppression.ts';

export const ignoreWithoutReason: Rule = {
  code: 'GI1014',
  name: 'ignore-without-reason',
  severity: 'warning',
  summary: 'Whoever ignores a finding should say why.',
  why: 'nobody can tell later whether the reason still holds',
  fix: 'write the reason after the code and a colon',
  source: 'docs/validate.md',
  *check(world) {
    for (const item of world.items) for (const found of reasonlessSuppressions(item)) yield found;
  },
};
