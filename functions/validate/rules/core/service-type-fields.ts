import { isKubeSubdomain } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, length, list, number, type Spot, text, wrong } from '../../spot.ts';
import { type KubeService, kubeServices } from '../../spots/services.ts';
import { isAddress, isCidr } from '../../syntax/address.ts';

export const serviceTypeFields: Rule = {
  code: 'GI1904',
  name: 'service-type-fields',
  severity: 'error',
  summary: 'Fields of a Service must fit its type.',
  why: 'the API server refuses the object',
  fix: 'remove the field, or change `type`',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (ValidateService)',
  *check(world) {
    for (const service of kubeServices(world)) {
      yield* typeFindings(service);
      const { spec, type } = service;
      for (const range of list(spec, 'loadBalancerSourceRanges'))
        if (!isCidr(text(range).trim()))
          yield wrong(range, `must be a CIDR block, not ${JSON.stringify(text(range))}`, { fix: blockOf(text(range)) });
      for (const address of list(spec, 'externalIPs'))
        if (!isAddress(text(address)))
          yield wrong(address, `must be an IP address, not ${JSON.stringify(text(address))}`, { fix: 'write an address' });
      const external = at(spec, 'externalName');
      if (type === 'ExternalName' && !isKubeSubdomain(text(external).replace(/\.$/, '')))
        yield wrong(external, `must be a lower-case DNS name, not ${JSON.stringify(text(external))}`);
    }
  },
};

const blockOf = (address: string): string =>
  isAddress(address) ? `write "${address}/${address.includes(':') ? 128 : 32}"` : 'write addresses and prefixes, such as 10.0.0.0/8';

function* typeFindings({ spec, type, isHeadless }: KubeService): Iterable<Finding> {
  const isExternal = type === 'LoadBalancer' || type === 'NodePort';
  const unless = (allowed: boolean, field: Spot, types: string): Finding[] =>
    allowed || !isSet(field) || field.value === '' || field.value === 0
      ? []
      : [wrong(field, `must not be set when \`type\` is ${type}: it is for ${types}`)];
  for (const name of ['loadBalancerClass', 'loadBalancerSourceRanges', 'allocateLoadBalancerNodePorts'])
    if (length(at(spec, name)) > 0 || !Array.isArray(at(spec, name).value))
      yield* unless(type === 'LoadBalancer', at(spec, name), 'LoadBalancer');
  yield* unless(isExternal || length(at(spec, 'externalIPs')) > 0, at(spec, 'externalTrafficPolicy'), 'LoadBalancer and NodePort');
  for (const port of list(spec, 'ports')) yield* unless(isExternal, at(port, 'nodePort'), 'LoadBalancer and NodePort');
  const spread = at(spec, 'trafficDistribution');
  if (isSet(spread) && !distributions.includes(text(spread)))
    yield wrong(spread, `must be one of ${distributions.join(', ')}, not ${JSON.stringify(text(spread))}`);
  const external = at(spec, 'externalName');
  if (type !== 'ExternalName' && text(external) !== '')
    yield wrong(external, `is ignored when \`type\` is ${type}`, { severity: 'warning' });
  const balancer = at(spec, 'loadBalancerClass');
  if (balancer.value === '') yield wrong(balancer, 'must not be empty');
  const health = at(spec, 'healthCheckNodePort');
  const checks = type === 'LoadBalancer' && text(at(spec, 'externalTrafficPolicy')) === 'Local';
  if (number(health) < 0 || number(health) > 65535) yield wrong(health, `must be between 1 and 65535, not ${number(health)}`);
  else if (number(health) !== 0 && !checks)
    yield wrong(health, 'must not be set unless `type` is LoadBalancer and `externalTrafficPolicy` is Local');
  if (isExternal && isHeadless) yield wrong(at(spec, 'clusterIP'), `must not be "None" when \`type\` is ${type}`);
  if (type === 'ExternalName') yield* unless(false, at(spec, 'clusterIP'), 'the other types');
}

const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
