import type { Backend } from '../../intent/model.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { Stage } from '../stage.ts';
import type { Routing } from './routing.ts';

type Existing = (kind: string, namespace: string, name: string) => KubeObject | undefined;

/**
 * Backends of HTTPRoutes are spoken to in HTTP/1.1 unless their Service says otherwise, so those of gRPC and HTTP/2 must say it; GRPCRoutes say it themselves:
 * https://gateway-api.sigs.k8s.io/geps/gep-1911/
 */
export function requireHTTP2({ http }: Routing, existing: Existing, stage: Stage): void {
  const told = new Set<string>();
  for (const { kind, rules } of http.flat())
    for (const { route, exposure } of rules) {
      if (kind === 'GRPCRoute' || exposure.protocol === 'HTTP' || route.action.kind !== 'forward') continue;
      for (const backend of route.action.backends) {
        const { name, namespace, port, origin } = backend;
        if (backend.kind !== 'service' || saysHTTP2(backend, existing) || told.has(`${namespace}/${name}:${port}`)) continue;
        told.add(`${namespace}/${name}:${port}`);
        stage.require({
          reason: `the gateway must speak HTTP/2 to "${name}.${namespace}:${port}"`,
          kind: { target: 'object', apiVersion: 'v1', kind: 'Service', namespace, name },
          patch: { spec: { ports: [{ port, appProtocol: 'kubernetes.io/h2c' }] } },
          origin,
        });
      }
    }
}

function saysHTTP2({ namespace, name, port }: Backend, existing: Existing): boolean {
  const { ports = [] } = (existing('Service', namespace, name)?.spec ?? {}) as {
    ports?: readonly { port?: number; appProtocol?: string }[];
  };
  return ports.some((one) => one.port === port && /^(kubernetes\.io\/h2c|grpc)$/.test(one.appProtocol ?? ''));
}
