import { ageIsKnown } from '../age.ts';
import type { Workload } from '../inventory/workloads.ts';
import type { SidecarProxy } from '../outbound/sidecar-proxy.ts';
import type { EffectiveMtls } from '../policies/peer-authentication.ts';
import type { Dependence } from '../truth.ts';
import { checkPolicies } from './check-policies.ts';
import { addressesAtSidecar } from './client-address.ts';
import { connect } from './connect.ts';
import { decision } from './decision.ts';
import { extensionsOf } from './extensions.ts';
import { innerOf } from './inner-of.ts';
import { normalizePath } from './normalize-path.ts';
import type { Request } from './request.ts';
import type { Answerer, Hop } from './trace-result.ts';
import type { Tracer } from './tracer.ts';

/** What a sidecar does with a request to a container port of its pod (`request.port`). */
export function inboundHop(tracer: Tracer, proxy: SidecarProxy, request: Request, by: Answerer): Hop {
  const { workload } = proxy;
  const listener = proxy.inbound(request.port);
  const connected = connect([listener], request, request.port, []);
  const { chain } = connected;
  const start: Hop = {
    at: 'inbound',
    workload,
    request,
    decisions: [...demands(listener.mtls, workload), ...certainty(proxy, connected.end !== undefined), ...connected.decisions],
    listener,
    chain,
    virtualHost: undefined,
    route: undefined,
    branches: [],
    end: connected.end,
  };
  if (connected.end || !chain) return start;
  if (request.tls === 'mesh' && !chain.tls) return { ...start, ...misunderstood(start, listener.mtls) };
  const inner = innerOf(request, chain.tls !== undefined);
  const http = chain.handler.kind === 'application' && chain.handler.http;
  const seen = http ? { ...inner, path: normalizePath(inner.path, tracer.mesh.settings.pathNormalization) } : inner;
  const arriving = chain.tls ? { ...seen, serverName: request.serverName } : { ...seen, principal: undefined };
  const checked = checkPolicies(tracer.mesh, workload, arriving, http, addressesAtSidecar(request));
  const decisions = [
    ...start.decisions,
    ...extensionsOf(tracer.mesh, workload),
    ...checked.decisions,
    ...(checked.end ? certainty(proxy, true) : []),
  ];
  return {
    ...start,
    decisions,
    end: checked.end ?? { kind: 'answered', by, request: { ...checked.onward, serverName: seen.serverName } },
  };
}

/** Nobody takes the TLS off: the application gets bytes that it does not understand. */
function misunderstood({ decisions, workload }: Hop, mtls: EffectiveMtls | undefined): Pick<Hop, 'decisions' | 'end'> {
  const because = `the caller speaks the mesh's mTLS, and the proxy of ${workload?.key} passes it on to the application as it is (${mtls?.mode})`;
  const field = mtls?.field;
  const refused = decision('tls', because, { field, refused: true });
  return { decisions: [...decisions, refused], end: { kind: 'unreachable', reason: 'tls-mismatch', status: undefined, because, field } };
}

/** Whether there is a sidecar at all matters only where it refuses. */
function certainty({ workload }: SidecarProxy, refuses: boolean): Hop['decisions'] {
  const { truth, because } = workload.proxy;
  return refuses && truth.dependsOn.length > 0 ? [decision('entry', `${workload.key}: ${because}`, { dependsOn: truth.dependsOn })] : [];
}

/** What the PeerAuthentication in force asks of callers. */
function demands(mtls: EffectiveMtls | undefined, workload: Workload): Hop['decisions'] {
  if (!mtls) return [];
  const { policy } = mtls;
  const open = mtls.rivals.filter((rival) => policy && !ageIsKnown(policy.age, rival.age));
  const because = `several PeerAuthentications of one scope hold for ${workload.key}, and the oldest one wins`;
  const order: readonly Dependence[] =
    open.length === 0 || !policy ? [] : [{ on: 'order', because, items: [policy, ...open].map((entry) => entry.item) }];
  return [decision('tls', `${workload.key} takes ${words[mtls.mode]}`, { field: mtls.field, dependsOn: order })];
}

const words = { STRICT: 'mTLS only (STRICT)', PERMISSIVE: 'mTLS and plain text (PERMISSIVE)', DISABLE: 'no mTLS (DISABLE)' } as const;
