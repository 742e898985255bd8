import { formatPath } from '../../../diagnostics/path.ts';
import type { Backend, Exposure, Gateway, Model, Route } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import type { Stage } from '../../stage.ts';

/**
 * What must be so where the proxies carry sidecars of the mesh: the controller's namespace is injected, and its port for the proxies is marked as TLS of its own.
 * https://gateway.envoyproxy.io/docs/install/install-istio/
 */
export function requireSidecars(model: Model, gateways: readonly Gateway[], stage: Stage): void {
  const { namespace, sidecars } = model.facts.envoyGateway;
  const first = gateways.find(({ management }) => management === 'Full');
  if (!sidecars || first === undefined) return;
  const { item, path } = first.origin;
  const origin = originOfFact(model) ?? { item, path };
  const { revision } = model.facts;
  if (!model.namespaces.some(({ name, injection }) => name === namespace && injection === 'Enabled'))
    stage.require({
      reason: 'the proxies of Envoy Gateway must get sidecars',
      kind: { target: 'object', apiVersion: 'v1', kind: 'Namespace', name: namespace },
      patch: { metadata: { labels: revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': revision } } },
      origin,
    });
  stage.require({
    reason: 'sidecars must not take the TLS between the proxies and the controller for plaintext',
    kind: { target: 'object', apiVersion: 'v1', kind: 'Service', namespace, name: 'envoy-gateway' },
    patch: { spec: { ports: [{ port: 18000, appProtocol: 'tls' }] } },
    origin,
  });
}

function originOfFact({ intents }: Model) {
  const intent = intents.find(({ spec }) => spec.mesh?.envoyGateway?.sidecars !== undefined);
  return intent && { item: intent.item, path: ['spec', 'mesh', 'envoyGateway', 'sidecars'] };
}

/** A sidecar finds the service by the Host of the request, so a route that keeps the client's Host goes past the mesh. */
export function reportUnknownHosts(model: Model, exposures: readonly Exposure[], stage: Stage): void {
  if (!model.facts.envoyGateway.sidecars) return;
  for (const exposure of exposures)
    for (const route of exposure.routes) {
      const lost = backendWithoutName(route, exposure);
      if (lost === undefined) continue;
      stage.report(
        findingAt('GI0505', route.origin.item, route.origin.path, {
          message: `\`${formatPath(route.origin.path)}\` asks for Service "${lost.name}.${lost.namespace}" by the name that the client used, which the sidecar of the gateway does not know`,
        }),
      );
    }
}

function backendWithoutName({ action, rewrite }: Route, { family, hosts, backendPolicy }: Exposure): Backend | undefined {
  if (family !== 'http' || action.kind !== 'forward' || rewrite?.host === 'Auto') return undefined;
  const tls = backendPolicy?.tls?.mode ?? 'Mesh';
  const asked = rewrite?.host === undefined ? hosts : [rewrite.host];
  return tls !== 'Mesh'
    ? undefined
    : action.backends.find((backend) => backend.kind === 'service' && asked.some((name) => name !== backend.host));
}
