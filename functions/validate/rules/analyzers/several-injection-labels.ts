import type { Rule } from '../../rule.ts';
import { deep, isSet, rootOf, text, wrong } from '../../spot.ts';

export const severalInjectionLabels: Rule = {
  code: 'GI3005',
  name: 'several-injection-labels',
  severity: 'warning',
  summary: 'A namespace should be labelled for one kind of proxies only.',
  why: 'one of the labels is ignored: `istio-injection` wins over `istio.io/rev`, and sidecars over ambient mode',
  fix: 'delete the label that is not meant',
  source: 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  upstream: ['IST0123'],
  *check(world) {
    for (const item of world.ofKind('', 'Namespace')) {
      const label = (name: string) => deep(rootOf(item), 'metadata', 'labels', name);
      const injection = label('istio-injection');
      const others = ['istio.io/rev', 'istio.io/dataplane-mode'].map(label).filter(isSet);
      const used = isSet(injection) ? (text(injection) === 'enabled' ? [injection, ...others] : []) : others;
      if (used.length > 1)
        yield wrong(
          used[1] as (typeof used)[0],
          `stands beside ${used
            .filter((_, index) => index !== 1)
            .map(({ key }) => `\`${key}\``)
            .join(' and ')}`,
        );
    }
  },
};
