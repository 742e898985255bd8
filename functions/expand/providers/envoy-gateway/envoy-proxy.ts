import type { Gateway, Model } from '../../../intent/model.ts';
import { unlessEmpty } from '../../made.ts';
import { proxyResources } from '../../proxy-resources.ts';
import { autoscaling, disruptionBudget, fixedReplicas } from '../../scaling.ts';
import { serviceFields } from '../../service-fields.ts';

/** What the proxies of a gateway must know besides its declaration. */
export interface ProxyContext {
  readonly model: Model;
  /** Rules compare the addresses of clients. */
  readonly seesClients: boolean;
  /** Routes are tried in the order in which they are written. */
  readonly keepsOrder: boolean;
}

/** The spec of an EnvoyProxy: how Envoy Gateway runs the proxies of a gateway. */
export function envoyProxySpec(gateway: Gateway, { model, seesClients, keepsOrder }: ProxyContext): object {
  const { spec, workload } = gateway;
  const named = spec.class?.scope !== 'Class';
  const { sidecars } = model.facts.envoyGateway;
  const account = spec.deployment?.pod?.serviceAccountName ?? (sidecars && named ? workload.serviceAccountName : undefined);
  const families = spec.service?.ipFamilies;
  return {
    provider: {
      type: 'Kubernetes',
      kubernetes: {
        envoyDeployment: deployment(gateway, sidecars),
        envoyService: service(gateway, seesClients, named),
        envoyHpa: autoscaling(spec),
        envoyPDB: disruptionBudget(spec),
        envoyServiceAccount: account === undefined ? undefined : { name: account },
      },
    },
    routingType: sidecars ? 'Service' : undefined,
    preserveRouteOrder: keepsOrder || undefined,
    ipFamily: families && (families.length === 2 ? 'DualStack' : families[0]),
    telemetry: telemetry(model),
  };
}

/** The sidecar leaves connections from outside alone: they are for Envoy Gateway's listeners. */
const noInboundCapture = { 'traffic.sidecar.istio.io/includeInboundPorts': '' };

function deployment({ spec, workload }: Gateway, sidecars: boolean): object {
  const pod = spec.deployment?.pod ?? {};
  const grace = pod.terminationGracePeriodSeconds;
  return {
    replicas: fixedReplicas(spec),
    pod: unlessEmpty(
      present({
        labels: unlessEmpty(pod.labels),
        annotations: unlessEmpty({ ...pod.annotations, ...(sidecars ? noInboundCapture : {}) }),
        affinity: pod.affinity,
        tolerations: pod.tolerations,
        nodeSelector: unlessEmpty(pod.nodeSelector),
        topologySpreadConstraints: pod.topologySpreadConstraints?.map((constraint) => ({
          ...constraint,
          labelSelector: constraint.labelSelector ?? { matchLabels: workload.selector },
        })),
        priorityClassName: pod.priorityClassName,
        imagePullSecrets: pod.imagePullSecrets,
        volumes: pod.volumes,
      }),
    ),
    container: present({ env: pod.env, resources: proxyResources(spec), volumeMounts: pod.volumeMounts }),
    patch: grace === undefined ? undefined : merge({ spec: { template: { spec: { terminationGracePeriodSeconds: grace } } } }),
  };
}

/** Fields of a Service that Envoy Gateway has no word for are patched in. */
function service(gateway: Gateway, seesClients: boolean, named: boolean): object {
  const { annotations, labels, ports } = gateway.spec.service ?? {};
  const { ipFamilies, ipFamilyPolicy, ...fields } = serviceFields(gateway, seesClients);
  const patched = present({ ipFamilies, ipFamilyPolicy, ports: ports && servicePorts(gateway, ports) });
  return {
    name: named ? gateway.workload.service : undefined,
    ...fields,
    externalTrafficPolicy: fields.externalTrafficPolicy ?? (fields.type === 'ClusterIP' ? undefined : 'Cluster'),
    annotations: unlessEmpty(annotations),
    labels: unlessEmpty(labels),
    patch: Object.keys(patched).length === 0 ? undefined : merge({ spec: patched }),
  };
}

type Ports = NonNullable<NonNullable<Gateway['spec']['service']>['ports']>;

function servicePorts({ servers }: Gateway, ports: Ports): object[] {
  const listened = new Set(servers.map(({ port }) => port));
  return ports.map((port) => (listened.has(port.port) ? port : { name: `port-${port.port}`, ...port }));
}

const merge = (value: object): object => ({ type: 'StrategicMerge', value });

const present = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Access logs, where an intent of the package asks for them. */
function telemetry({ intents }: Model): object | undefined {
  const log = intents.find(({ spec }) => spec.policies?.accessLog !== undefined)?.spec.policies?.accessLog;
  if (log === undefined) return undefined;
  if (log.mode === 'Disabled') return { accessLog: { disable: true } };
  const format = log.format === undefined ? undefined : { type: 'Text', text: log.format };
  return { accessLog: { settings: [{ format, sinks: [{ type: 'File', file: { path: '/dev/stdout' } }] }] } };
}
