import type { Rule } from '../../rule.ts';
import { forPods, sharingNamespace, sharingPods } from '../../spots/by-pods.ts';

export const severalSidecars: Rule = {
  code: 'GI3009',
  name: 'several-sidecars',
  severity: 'error',
  summary: 'For every pod there must be one Sidecar at most with a selector, and one without.',
  why: 'the oldest one holds, which is not written in any file, and the others have no effect',
  fix: 'make one Sidecar of them, or let their selectors differ',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/',
  upstream: ['IST0110', 'IST0111', 'KIA0002', 'KIA0003'],
  *check(world) {
    const sidecars = forPods(world, 'networking.istio.io', 'Sidecar', 'workloadSelector', 'labels');
    yield* sharingNamespace(world, sidecars, ['IST0111', 'KIA0002']);
    yield* sharingPods(world, sidecars, 'workloadSelector', ['IST0110', 'KIA0003']);
  },
};
