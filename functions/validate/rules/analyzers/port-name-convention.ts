import type { Rule } from '../../rule.ts';

export const portNameConvention: Rule = {
  code: 'GI3007',
  name: 'port-name-convention',
  severity: 'info',
  summary: 'The ports of a Service should say their protocol, by `appProtocol` or as the first part of their name.',
  why: 'sidecars have to guess the protocol from the first bytes, and gateways send HTTP/1.1',
  fix: 'set `appProtocol`, or name the port `http-NAME`, `grpc-NAME`, `tcp-NAME` …',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  upstream: ['IST0118', 'KIA0601', 'KIA0602'],
  *check(world) {
    for (const { item, namespace, labels, type, ports, known } of world.mesh.kubeServices) {
      if (known !== 'files' || type === 'ExternalName' || isOfIstio(labels) || namespace.startsWith('kube-')) continue;
      for (const { name, port, protocol, field } of ports)
        if (protocol === 'unknown' && port !== statusPort)
          yield {
            item,
            path: field.path,
            message: `port ${port}${name === '' ? '' : `, ${JSON.stringify(name)},`} does not say its protocol`,
          };
    }
  },
};

/** On which gateways answer health checks. */
const statusPort = 15021;

/** Services of the control plane and of gateways that Istio itself makes. */
const isOfIstio = (labels: Readonly<Record<string, string>>): boolean =>
  labels.istio !== undefined || labels.release === 'istio' || labels['gateway.istio.io/managed'] !== undefined;
