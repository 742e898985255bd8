import { asRecord } from '../../../mesh/loose.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { at, deep, isSet, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { implementationOf } from '../../spots/gateway-classes.ts';

const keys = ['deployment', 'service', 'serviceAccount', 'horizontalPodAutoscaler', 'podDisruptionBudget'];

export const gatewayParameters: Rule = {
  code: 'GI2908',
  name: 'gateway-parameters',
  severity: 'error',
  summary: 'The parameters of a Gateway must be an object that its controller reads, in the namespace of the Gateway.',
  why: 'the controller makes nothing of the Gateway, and says so in its log only',
  fix: 'for Istio, name a ConfigMap with the keys `deployment`, `service`, `serviceAccount`, `horizontalPodAutoscaler` and `podDisruptionBudget`',
  source: 'istio/istio, pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go',
  *check(world) {
    for (const root of world.ofKind(gatewayApi, 'Gateway').map(rootOf)) {
      const reference = deep(root, 'spec', 'infrastructure', 'parametersRef');
      const maker = implementationOf(world, root);
      if (isSet(reference) && maker !== 'foreign') yield* findings(world, reference, maker);
    }
  },
};

function* findings(world: World, reference: Spot, maker: 'istio' | 'envoy-gateway'): Iterable<Finding> {
  const wanted = maker === 'istio' ? { group: '', kind: 'ConfigMap' } : { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy' };
  const [kind, name] = [text(at(reference, 'kind')), text(at(reference, 'name'))];
  if (kind !== wanted.kind || text(at(reference, 'group')) !== wanted.group) {
    yield wrong(reference, `names a ${kind}, and ${maker === 'istio' ? 'Istio' : 'Envoy Gateway'} reads a ${wanted.kind} only`, {
      fix: `name a ${wanted.kind}`,
    });
    return;
  }
  const namespace = world.mesh.objects.namespaceOf(reference.item);
  const item = world.mesh.objects.find(wanted.group, wanted.kind, namespace, name);
  if (item === undefined) {
    const isClosed =
      world.complete ||
      world
        .ofKind(wanted.group, wanted.kind)
        .some((other) => other.id.namespace !== undefined && other.id.namespace === reference.item.id.namespace);
    if (isClosed)
      yield wrong(
        reference,
        `names ${wanted.kind} "${namespace}/${name}", which is not in the files`,
        world.complete ? {} : { severity: 'warning' },
      );
    return;
  }
  const unknown = maker === 'istio' ? Object.keys(asRecord(item.object.data)).find((key) => !keys.includes(key)) : undefined;
  if (unknown !== undefined)
    yield {
      item,
      path: ['data', unknown],
      message: `\`data.${unknown}\` is no key that Istio knows, so nothing of Gateway "${namespace}/${reference.item.id.name}" is made`,
    };
}
