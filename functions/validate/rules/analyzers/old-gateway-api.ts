import type { Rule } from '../../rule.ts';
import { deep, rootOf, text, wrong } from '../../spot.ts';

/** The oldest minor release of version 1 of the Gateway API whose definition of a kind Istio reads (`gatewaycommon`, MinimumCRDVersions). */
const oldest: Readonly<Record<string, number>> = {
  'grpcroutes.gateway.networking.k8s.io': 1,
  'backendtlspolicies.gateway.networking.k8s.io': 4,
  'tlsroutes.gateway.networking.k8s.io': 5,
  'tcproutes.gateway.networking.k8s.io': 6,
};

export const oldGatewayApi: Rule = {
  code: 'GI3027',
  name: 'old-gateway-api',
  severity: 'warning',
  summary: 'The definitions of the Gateway API should not be older than Istio needs.',
  why: 'objects of this kind are not read, without a word',
  fix: 'install a newer release of the Gateway API',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0176/',
  upstream: ['IST0176'],
  *check(world) {
    for (const item of world.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition')) {
      const minimum = Object.hasOwn(oldest, item.id.name) ? oldest[item.id.name] : undefined;
      if (minimum === undefined) continue;
      const version = deep(rootOf(item), 'metadata', 'annotations', 'gateway.networking.k8s.io/bundle-version');
      const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(text(version)) ?? [];
      if (major === '0' || (major === '1' && Number(minor) < minimum))
        yield wrong(version, `is ${text(version)}, and Istio needs v1.${minimum}.0 or newer`);
    }
  },
};
