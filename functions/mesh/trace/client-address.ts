import { isIP } from 'node:net';
import { proxyConfigOf } from '../inventory/proxy-config.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import type { Workload } from '../inventory/workloads.ts';
import { asNumber, asRecord, isSet } from '../loose.ts';
import type { Request } from './request.ts';

/** Whose addresses a proxy sees; `undefined` for those that nobody told. */
export interface Addresses {
  /** At the other end of the connection. */
  readonly peer: string | undefined;
  /** Of the client, as far as trusted proxies in front tell it. */
  readonly client: string | undefined;
}

const forwardedFor = 'x-forwarded-for';

/**
 * What a gateway takes for the address of its client. With trusted proxies in front, the client is not the one who connects: they write down in
 * `X-Forwarded-For` for whom they do it, or say it in the PROXY protocol.
 */
export function addressesAtGateway(request: Request, workload: Workload, settings: MeshSettings): Addresses {
  const topology = {
    ...asRecord(asRecord(settings.meshConfig.defaultConfig).gatewayTopology),
    ...asRecord(proxyConfigOf(workload.annotations).gatewayTopology),
  };
  const trusted = asNumber(topology.numTrustedProxies) ?? 0;
  const { clientIP } = request;
  if (trusted === 0) return { peer: isSet(topology.proxyProtocol) ? undefined : clientIP, client: clientIP };
  const hops = listOf(request.headers[forwardedFor]);
  const told = hops.length >= trusted ? hops.at(-trusted) : clientIP;
  return { peer: undefined, client: told !== undefined && isIP(told) > 0 ? told : undefined };
}

/** A sidecar believes the last entry of `X-Forwarded-For`; without any, the client is who connects. */
export function addressesAtSidecar(request: Request): Addresses {
  const last = listOf(request.headers[forwardedFor]).at(-1);
  const { clientIP } = request;
  return { peer: clientIP, client: last === undefined ? clientIP : isIP(last) > 0 ? last : undefined };
}

/** The request with the address of its client added, as gateways pass it on; the next proxy sees this one at the other end. */
export function forwardedRequest(request: Request): Request {
  const known = listOf(request.headers[forwardedFor]);
  if (known.length === 0 && request.clientIP === undefined) return request;
  const value = [...known, request.clientIP ?? 'unknown'].join(',');
  return { ...request, clientIP: undefined, headers: { ...request.headers, [forwardedFor]: value } };
}

function listOf(header: string | undefined): readonly string[] {
  return (header ?? '').split(',').flatMap((entry) => entry.trim() || []);
}
