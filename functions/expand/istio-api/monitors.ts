import type { Gateway, Model } from '../../intent/model.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { Made } from '../made.ts';

/** Where pods show their metrics: name and number of the port, and the path. */
export interface MetricsEndpoint {
  readonly port: string;
  readonly number: number;
  readonly path: string;
}

const istioEndpoint: MetricsEndpoint = { port: 'http-envoy-prom', number: 15090, path: '/stats/prometheus' };

/** What the Prometheus operator collects the metrics of the gateways with. */
export function monitors(model: Model, gateways: readonly Gateway[], endpoint: MetricsEndpoint = istioEndpoint): Made[] {
  const intent = model.intents.find(({ spec }) => spec.policies?.monitoring !== undefined);
  const kind = intent?.spec.policies?.monitoring;
  if (intent === undefined || kind === undefined) return [];
  const made = { origin: { item: intent.item, path: ['spec', 'policies', 'monitoring'] }, owners: [intent.item] };
  return gateways
    .filter(({ management }) => management !== 'External')
    .flatMap((gateway) =>
      (kind === 'PodMonitor' ? [podMonitor(gateway, endpoint)] : serviceMonitor(gateway, endpoint)).map((object) => ({ object, ...made })),
    );
}

function podMonitor({ name, workload: { namespace, selector } }: Gateway, { port, path }: MetricsEndpoint): KubeObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: selector }, podMetricsEndpoints: [{ port, path }] },
  };
}

/** A ServiceMonitor needs a Service that has the port; the one of the gateway must not show metrics to its clients. */
function serviceMonitor({ name, workload: { namespace, selector } }: Gateway, { port, number, path }: MetricsEndpoint): KubeObject[] {
  const metadata = { name: `${name}-metrics`, namespace };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, labels: { ...selector, 'gatewayintent.dev/metrics': 'true' } },
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        selector,
        ports: [{ name: port, port: number, protocol: 'TCP', targetPort: number }],
      },
    },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata,
      spec: { selector: { matchLabels: { ...selector, 'gatewayintent.dev/metrics': 'true' } }, endpoints: [{ port, path }] },
    },
  ];
}
