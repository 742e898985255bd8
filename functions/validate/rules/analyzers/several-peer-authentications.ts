import type { Rule } from '../../rule.ts';
import { forPods, sharingNamespace, sharingPods } from '../../spots/by-pods.ts';

export const severalPeerAuthentications: Rule = {
  code: 'GI3011',
  name: 'several-peer-authentications',
  severity: 'error',
  summary: 'For every pod there must be one PeerAuthentication at most with a selector, and one without.',
  why: 'the oldest one holds, which is not written in any file, and the others have no effect',
  fix: 'make one PeerAuthentication of them, or let their selectors differ',
  source: 'https://istio.io/latest/docs/concepts/security/#target-selectors',
  upstream: ['KIA0002', 'KIA0003'],
  *check(world) {
    const policies = forPods(world, 'security.istio.io', 'PeerAuthentication', 'selector', 'matchLabels');
    yield* sharingNamespace(world, policies, ['KIA0002']);
    yield* sharingPods(world, policies, 'selector', ['KIA0003']);
  },
};
