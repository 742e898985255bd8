import { asList, asRecord } from '../../../mesh/loose.ts';
import { stringMatch } from '../../../mesh/routes/string-match.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { writtenRules } from '../../spots/written-rules.ts';

export const corsForEveryone: Rule = {
  code: 'GI2428',
  name: 'cors-for-everyone',
  severity: 'warning',
  summary: 'Not every origin should be allowed to send credentials.',
  why: 'every site may act in the name of its visitors and read the answers, or browsers refuse the answer altogether',
  fix: 'name the origins, or delete `allowCredentials`',
  source: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  *check(world) {
    for (const { rule } of writtenRules(world)) {
      const { cors, field } = rule;
      if (cors?.allowCredentials !== true) continue;
      const index = asList(cors.allowOrigins).findIndex(isEverything);
      if (index >= 0)
        yield wrongAt(
          { item: field.item, path: [...field.path, 'corsPolicy', 'allowOrigins', index] },
          'allows every origin, with credentials',
        );
    }
  },
};

function isEverything(origin: unknown): boolean {
  const match = stringMatch(asRecord(origin));
  if (match.kind === 'present') return asRecord(origin).regex === '*';
  return (match.kind === 'exact' && match.value === '*') || (match.kind === 'regex' && /^\^?\.[*+]\$?$/.test(match.value));
}
