import type { Rule } from '../../rule.ts';
import { at, members, text, wrong } from '../../spot.ts';
import { httpMatches, layer4Matches } from '../../spots/virtual-service.ts';
import { isDnsLabel } from '../../syntax/domain.ts';
import { isLabelKey, isLabelValue } from '../../syntax/label.ts';

export const sourceMatch: Rule = {
  code: 'GI1230',
  name: 'source-match',
  severity: 'error',
  summary: 'Labels and the namespace of the source must be ones that Kubernetes allows.',
  why: 'the webhook of istiod refuses the object',
  fix: 'write the labels and the namespace as they are on the client',
  source: 'istio/istio, pkg/config/validation/virtualservice.go (validateHTTPRouteMatchRequest)',
  upstream: ['IST0106'],
  *check(world) {
    const layer7 = httpMatches(world).map(({ match }) => match);
    for (const match of [...layer7, ...layer4Matches(world)])
      for (const label of members(at(match, 'sourceLabels')))
        if (!isLabelKey(label.key) || !isLabelValue(text(label)))
          yield wrong(label, `must be a label, not ${JSON.stringify(`${label.key}: ${text(label)}`)}`);
    // Of layer 4 matches the webhook does not ask, but no namespace has such a name either.
    for (const { match, more } of [
      ...layer7.map((match) => ({ match, more: {} })),
      ...layer4Matches(world).map((match) => ({ match, more: lower })),
    ]) {
      const namespace = at(match, 'sourceNamespace');
      if (text(namespace) !== '' && !isDnsLabel(text(namespace)))
        yield wrong(namespace, `must be a namespace, not ${JSON.stringify(text(namespace))}`, more);
    }
  },
};

const lower = { severity: 'warning' } as const;
