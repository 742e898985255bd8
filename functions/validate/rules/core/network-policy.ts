import { isPortName } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isMap, isSet, length, list, number, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { isCidr } from '../../syntax/address.ts';

export const networkPolicy: Rule = {
  code: 'GI1914',
  name: 'network-policy',
  severity: 'error',
  summary: 'A peer of a NetworkPolicy must be a block of addresses or a selection of pods, and its ports must be numbers or names.',
  why: 'the API server refuses the object',
  fix: 'write two entries, one with `ipBlock` and one with the selectors',
  source: 'kubernetes/kubernetes, pkg/apis/networking/validation/validation.go',
  *check(world) {
    for (const spec of world.ofKind('networking.k8s.io', 'NetworkPolicy').map((item) => at(rootOf(item), 'spec'))) {
      const types = at(spec, 'policyTypes');
      if (length(types) > 2) yield wrong(types, `must have at most 2 entries, not ${length(types)}`);
      for (const type of list(spec, 'policyTypes')) if (!isSet(type)) yield wrong(type, 'must be Ingress or Egress, not null');
      const ways = [
        { rules: list(spec, 'ingress'), peers: 'from' },
        { rules: list(spec, 'egress'), peers: 'to' },
      ];
      for (const { rules, peers } of ways)
        for (const rule of rules) {
          for (const peer of list(rule, peers)) yield* peerFindings(peer);
          for (const port of list(rule, 'ports').filter(isMap)) yield* portFindings(port);
        }
    }
  },
};

function* peerFindings(peer: Spot): Iterable<Finding> {
  const block = at(peer, 'ipBlock');
  const selectors = ['podSelector', 'namespaceSelector'].map((name) => at(peer, name)).filter(isSet);
  if (isSet(block) && selectors[0] !== undefined) yield wrong(selectors[0], 'must not be set beside `ipBlock`');
  if (!isSet(block) && selectors.length === 0) yield wrong(peer, 'must have `podSelector`, `namespaceSelector` or `ipBlock`');
  if (!isSet(block)) return;
  for (const cidr of [at(block, 'cidr'), ...list(block, 'except')])
    if (isSet(cidr) && !isCidr(text(cidr))) yield wrong(cidr, `must be a CIDR block, not ${JSON.stringify(text(cidr))}`);
}

function* portFindings(entry: Spot): Iterable<Finding> {
  const [port, end] = [at(entry, 'port'), at(entry, 'endPort')];
  if (typeof port.value === 'number' && (port.value < 1 || port.value > 65535))
    yield wrong(port, `must be between 1 and 65535, not ${port.value}`);
  if (typeof port.value === 'string' && !isPortName(port.value))
    yield wrong(port, `must be a number or the name of a container port, not ${JSON.stringify(port.value)}`);
  if (!isSet(end)) return;
  if (typeof port.value !== 'number') yield wrong(end, 'must not be set unless `port` is a number');
  else if (number(end) < port.value || number(end) > 65535) yield wrong(end, `must be between \`port\`, which is ${port.value}, and 65535`);
}
