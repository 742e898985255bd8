import { isQualifiedName } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, length, list, type Spot, text, wrong } from '../../spot.ts';
import { kubeServices } from '../../spots/services.ts';
import { isAddress } from '../../syntax/address.ts';

export const serviceAddress: Rule = {
  code: 'GI1919',
  name: 'service-address',
  severity: 'error',
  summary: 'Addresses and IP families of a Service must be valid, each once, and fit `clusterIP` and `ipFamilyPolicy`.',
  why: 'the API server refuses the object',
  fix: 'delete `clusterIP` and `clusterIPs`, so that the cluster chooses',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (ValidateServiceClusterIPsRelatedFields)',
  *check(world) {
    for (const { spec, type } of kubeServices(world)) {
      if (type !== 'ExternalName') yield* addressFindings(spec);
      yield* firstAddressFindings(spec);
      yield* familyFindings(spec);
      const balancer = at(spec, 'loadBalancerClass');
      if (text(balancer) !== '' && !isQualifiedName(text(balancer)))
        yield wrong(balancer, `must be a name with an optional DNS prefix, not ${JSON.stringify(text(balancer))}`);
    }
  },
};

function* addressFindings(spec: Spot): Iterable<Finding> {
  for (const address of [at(spec, 'clusterIP'), ...list(spec, 'clusterIPs')])
    if (!['', 'None'].includes(text(address)) && !isAddress(text(address)))
      yield wrong(address, `must be "None" or an IP address, not ${JSON.stringify(text(address))}`);
}

function* firstAddressFindings(spec: Spot): Iterable<Finding> {
  const [own, addresses] = [at(spec, 'clusterIP'), at(spec, 'clusterIPs')];
  if (length(addresses) === 0) return;
  if (text(own) === '') yield wrong(addresses, 'must be empty where `clusterIP` is not set');
  else if (text(list(spec, 'clusterIPs')[0] ?? addresses) !== text(own))
    yield wrong(addresses, `must begin with \`clusterIP\`, which is ${JSON.stringify(text(own))}`);
}

function* familyFindings(spec: Spot): Iterable<Finding> {
  const families = list(spec, 'ipFamilies');
  const policy = at(spec, 'ipFamilyPolicy');
  if (families.length > 1 && !['PreferDualStack', 'RequireDualStack'].includes(text(policy)))
    yield wrong(policy, 'must be PreferDualStack or RequireDualStack when there are several `ipFamilies`');
  for (const [index, family] of families.entries()) {
    if (text(family) === '') yield wrong(family, 'must not be empty');
    if (families.findIndex((other) => other.value === family.value) < index)
      yield wrong(family, `must not repeat ${JSON.stringify(text(family))}`);
  }
}
