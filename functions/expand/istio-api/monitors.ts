import type { Gateway, Model } from '../../intent/model.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { Made } from '../made.ts';

const endpoint = { port: 'http-envoy-prom', path: '/stats/prometheus' };

/** What the Prometheus operator collects the metrics of the gateways with. */
export function monitors(model: Model, gateways: readonly Gateway[]): Made[] {
  const intent = model.intents.find(({ spec }) => spec.policies?.monitoring !== undefined);
  const kind = intent?.spec.policies?.monitoring;
  if (intent === undefined || kind === undefined) return [];
  const made = { origin: { item: intent.item, path: ['spec', 'policies', 'monitoring'] }, owners: [intent.item] };
  return gateways
    .filter(({ management }) => management !== 'External')
    .flatMap((gateway) => (kind === 'PodMonitor' ? [podMonitor(gateway)] : serviceMonitor(gateway)).map((object) => ({ object, ...made })));
}

function podMonitor({ name, workload: { namespace, selector } }: Gateway): KubeObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: selector }, podMetricsEndpoints: [endpoint] },
  };
}

/** A ServiceMonitor needs a Service that has the port; the one of the gateway must not show metrics to its clients. */
function serviceMonitor({ name, workload: { namespace, selector } }: Gateway): KubeObject[] {
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
        ports: [{ name: endpoint.port, port: 15090, protocol: 'TCP', targetPort: 15090 }],
      },
    },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata,
      spec: { selector: { matchLabels: { ...selector, 'gatewayintent.dev/metrics': 'true' } }, endpoints: [endpoint] },
    },
  ];
}
