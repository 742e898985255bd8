import { isCidr } from './address.ts';
import { parseQuantity } from './quantity.ts';

type Check = (value: string) => string | undefined;

const number: Check = (value) => (/^\d+$/.test(value) && Number(value) < 2 ** 32 ? undefined : 'must be a whole number');
const port = (value: string): boolean => /^\d+$/.test(value.trim()) && Number(value) < 65_536;
const portNumber: Check = (value) => (port(value) ? undefined : 'must be a port number');
const ports: Check = (value) =>
  value.trim() === '' || value.split(',').every(port) ? undefined : 'must be a list of port numbers, with commas between them';
const ranges: Check = (value) =>
  value === '' || value.split(',').every(isCidr) ? undefined : 'must be a list of ranges such as `10.0.0.0/8`, with commas between them';
const quantity: Check = (value) => (parseQuantity(value) === undefined ? 'must be an amount such as `100m` or `128Mi`' : undefined);
const truth: Check = (value) =>
  /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value) ? undefined : 'must be `true` or `false`';
const interception: Check = (value) =>
  ['REDIRECT', 'TPROXY', 'NONE'].includes(value) ? undefined : 'must be `REDIRECT`, `TPROXY` or `NONE`';
const orAll =
  (check: Check): Check =>
  (value) =>
    value === '*' ? undefined : check(value);

/** What the injector asks of the values of annotations (`istio/istio, pkg/kube/inject/validate.go`). */
const checks: Readonly<Record<string, Check>> = {
  'sidecar.istio.io/interceptionMode': interception,
  'status.sidecar.istio.io/port': portNumber,
  'readiness.status.sidecar.istio.io/initialDelaySeconds': number,
  'readiness.status.sidecar.istio.io/periodSeconds': number,
  'readiness.status.sidecar.istio.io/failureThreshold': number,
  'traffic.sidecar.istio.io/includeOutboundIPRanges': orAll(ranges),
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': ranges,
  'traffic.sidecar.istio.io/includeInboundPorts': orAll(ports),
  'traffic.sidecar.istio.io/excludeInboundPorts': ports,
  'traffic.sidecar.istio.io/excludeOutboundPorts': ports,
  'prometheus.istio.io/merge-metrics': truth,
  'sidecar.istio.io/proxyCPU': quantity,
  'sidecar.istio.io/proxyMemory': quantity,
  'sidecar.istio.io/proxyCPULimit': quantity,
  'sidecar.istio.io/proxyMemoryLimit': quantity,
};

/** What is wrong with the value of an annotation of Istio, where the injector would refuse it. */
export function annotationProblem(name: string, value: string): string | undefined {
  return Object.hasOwn(checks, name) ? checks[name]?.(value) : undefined;
}
