import type { Rule } from '../../rule.ts';
import { at, isSet, type Spot, wrong } from '../../spot.ts';
import { trafficPolicies } from '../../spots/destination-rule.ts';

export const emptyTrafficPolicy: Rule = {
  code: 'GI1303',
  name: 'empty-traffic-policy',
  severity: 'error',
  summary: 'A traffic policy must set something, and a port of it must be named.',
  why: 'the webhook of istiod refuses the object',
  fix: 'add `tls`, `connectionPool`, `loadBalancer` or `outlierDetection`, or delete the block',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTrafficPolicy, validatePortTrafficPolicies)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { policy, isForPort } of trafficPolicies(world)) {
      const fields = isForPort ? portFields : [...portFields, 'portLevelSettings', 'tunnel', 'proxyProtocol', 'retryBudget'];
      if (!fields.some((name) => isSet(at(policy, name)) && !isEmptyList(at(policy, name)))) yield wrong(policy, 'must set something');
      if (isForPort && !isSet(at(policy, 'port'))) yield wrong(at(policy, 'port'), 'must be set');
    }
  },
};

const isEmptyList = ({ value }: Spot): boolean => Array.isArray(value) && value.length === 0;

const portFields = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];
