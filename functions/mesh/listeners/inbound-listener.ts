import { byAge } from '../age.ts';
import type { Field } from '../field.ts';
import { isEmpty, selects } from '../inventory/labels.ts';
import { isHttp, type Protocol } from '../inventory/protocol.ts';
import type { Workload } from '../inventory/workloads.ts';
import { lazy, memo } from '../lazy.ts';
import type { Sidecar } from '../outbound/sidecar.ts';
import type { EffectiveMtls, MtlsMode } from '../policies/peer-authentication.ts';
import type { World } from '../world.ts';
import { meshProtocols } from './auto-passthrough.ts';
import type { Chain, Listener } from './listener.ts';
import { serviceTargets } from './target-ports.ts';

/** A container port that a sidecar knows, and what it takes it for. */
interface KnownPort {
  readonly protocol: Protocol;
  /** Where the protocol is declared: the Service, the ServiceEntry or the Sidecar. */
  readonly field: Field;
  /** The port on which the application listens. */
  readonly application: number;
}

/** What callers meet on each container port of a workload with sidecars (`core/listener_inbound.go`). */
export function inboundListeners(world: World, workload: Workload, sidecar: Sidecar | undefined): (port: number) => Listener {
  const known = lazy(() => (sidecar && sidecar.ingress.length > 0 ? ingressPorts(sidecar) : servicePorts(world, workload)));
  return memo((port: number) => {
    const mtls = world.peerAuthentications.modeOf(workload.namespace, workload.labels, port);
    return inboundListener(port, known().get(port), mtls);
  });
}

function ingressPorts({ ingress }: Sidecar): ReadonlyMap<number, KnownPort> {
  const ports = new Map<number, KnownPort>();
  for (const { port, protocol, defaultEndpoint, field } of ingress) {
    const application = Number(/:(\d+)$/.exec(defaultEndpoint ?? '')?.[1] ?? port);
    if (!ports.has(port)) ports.set(port, { protocol, field, application });
  }
  return ports;
}

/** Of several Services with one target port the oldest decides about its protocol. */
function servicePorts(world: World, workload: Workload): ReadonlyMap<number, KnownPort> {
  const kube = serviceTargets(workload, world.servicesOf(workload), world.hostOf).map(({ port, target, service }) => ({
    target,
    protocol: port.protocol,
    field: port.field,
    age: world.registry.ofKubeService(service)?.age,
    host: world.hostOf(service),
  }));
  const external = world.registry
    .entriesIn(workload.namespace)
    .filter((service) => service.selector !== undefined && !isEmpty(service.selector) && selects(service.selector, workload.labels))
    .flatMap((service) =>
      service.ports.map(({ targetPort, protocol, field }) => ({
        target: Number(targetPort),
        protocol,
        field,
        age: service.age,
        host: service.host,
      })),
    );
  const sorted = [...kube, ...external].sort((a, b) => byAge(bare(a), bare(b)));
  const ports = new Map<number, KnownPort>();
  for (const { target, protocol, field } of sorted) if (!ports.has(target)) ports.set(target, { protocol, field, application: target });
  return ports;
}

function bare({ age, host }: { readonly age: { readonly created: string | undefined } | undefined; readonly host: string }) {
  return { created: age?.created, name: host, namespace: '' };
}

function inboundListener(port: number, known: KnownPort | undefined, mtls: EffectiveMtls): Listener {
  const family = !known ? 'sniffed' : isHttp(known.protocol) ? 'http' : known.protocol === 'unknown' ? 'sniffed' : 'tcp';
  const chains = conditions[family][mtls.mode].map((condition) => chainOf(condition, port, known, mtls));
  return {
    name: 'virtualInbound',
    address: '0.0.0.0',
    port,
    chains,
    fallback: undefined,
    readsTls: chains.some((chain) => chain.transport === 'tls'),
    readsHttp: chains.some((chain) => chain.applicationProtocols.includes('http/1.1')),
    refused: undefined,
    skipped: [],
    crowdedOut: [],
    mtls,
  };
}

/** What a chain takes, and whether it ends the mesh's mTLS. */
interface Condition {
  readonly transport: 'tls' | 'raw';
  readonly protocols?: readonly string[];
  readonly ends?: boolean;
  readonly http?: boolean;
}

const meshHttp = ['istio-http/1.0', 'istio-http/1.1', 'istio-h2'];
const meshTcp = ['istio-peer-exchange', 'istio'];
const plainHttp = ['http/1.1', 'h2c'];

/** By what the port is taken for, and by the mode of its PeerAuthentication (`core/filterchain_options.go`). */
const conditions: Readonly<Record<'http' | 'tcp' | 'sniffed', Readonly<Record<MtlsMode, readonly Condition[]>>>> = {
  http: {
    STRICT: [{ transport: 'tls', ends: true, http: true }],
    PERMISSIVE: [
      { transport: 'tls', protocols: meshProtocols, ends: true, http: true },
      { transport: 'raw', http: true },
    ],
    DISABLE: [{ transport: 'raw', http: true }],
  },
  tcp: {
    STRICT: [{ transport: 'tls', ends: true }],
    PERMISSIVE: [{ transport: 'tls', protocols: meshProtocols, ends: true }, { transport: 'tls' }, { transport: 'raw' }],
    DISABLE: [{ transport: 'raw' }],
  },
  sniffed: {
    STRICT: [
      { transport: 'tls', protocols: meshHttp, ends: true, http: true },
      { transport: 'tls', ends: true },
    ],
    PERMISSIVE: [
      { transport: 'tls', protocols: meshHttp, ends: true, http: true },
      { transport: 'raw', protocols: plainHttp, http: true },
      { transport: 'tls', protocols: meshTcp, ends: true },
      { transport: 'raw' },
      { transport: 'tls' },
    ],
    DISABLE: [{ transport: 'raw', protocols: plainHttp, http: true }, { transport: 'raw' }],
  },
};

function chainOf({ transport, protocols, ends, http }: Condition, port: number, known: KnownPort | undefined, mtls: EffectiveMtls): Chain {
  return {
    serverNames: [],
    applicationProtocols: protocols ?? [],
    addresses: [],
    transport,
    port: undefined,
    tls: ends ? { mode: 'ISTIO_MUTUAL', clientCertificate: 'required', meshCertificates: true, server: undefined } : undefined,
    handler: { kind: 'application', port: known?.application ?? port, http: http === true },
    server: undefined,
    field: mtls.field ?? known?.field,
    name: `port ${port} (${mtls.mode}${known ? `, ${known.protocol}` : ''})`,
  };
}
