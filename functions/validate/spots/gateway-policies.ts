import { isEmpty, selects } from '../../mesh/inventory/labels.ts';
import type { GatewayProxy } from '../../mesh/listeners/gateway-proxy.ts';
import { asLabels, asRecord } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import { at, list, rootOf, type Spot } from '../spot.ts';

/** A list of addresses in an AuthorizationPolicy that is for the pods of gateways. */
export interface AddressRule {
  readonly blocks: Spot;
  readonly kind: 'ipBlocks' | 'remoteIpBlocks';
  readonly proxies: readonly GatewayProxy[];
}

/** Every list of client addresses in policies for gateways whose pods are in the files. */
export const addressRules = perWorld((world): readonly AddressRule[] => {
  const proxies = world.mesh.gatewayProxies.filter(({ workload }) => workload.known !== 'assumed');
  return world.ofKind('security.istio.io', 'AuthorizationPolicy').flatMap((item) => {
    const spec = at(rootOf(item), 'spec');
    const namespace = world.mesh.objects.namespaceOf(item);
    const selector = asLabels(asRecord(asRecord(item.object.spec).selector).matchLabels);
    const isForMesh = namespace === world.mesh.settings.rootNamespace.value;
    const taken = proxies.filter(
      ({ workload }) => !isEmpty(selector) && (isForMesh || workload.namespace === namespace) && selects(selector, workload.labels),
    );
    return taken.length === 0 ? [] : listsOf(spec).map((found) => ({ ...found, proxies: taken }));
  });
});

function listsOf(spec: Spot): readonly Pick<AddressRule, 'blocks' | 'kind'>[] {
  const sources = list(spec, 'rules')
    .flatMap((rule) => list(rule, 'from'))
    .map((from) => at(from, 'source'));
  const of = (kind: AddressRule['kind'], ...names: readonly string[]) =>
    sources.flatMap((source) => names.map((name) => ({ blocks: at(source, name), kind })));
  return [...of('ipBlocks', 'ipBlocks', 'notIpBlocks'), ...of('remoteIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks')].filter(
    ({ blocks }) => Array.isArray(blocks.value),
  );
}
