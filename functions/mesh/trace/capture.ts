import { containsAddress } from '../../hosts/address.ts';
import type { Labels } from '../inventory/labels.ts';

/** Whether a sidecar gets the calls of its application to an address (annotations of the pod; `*` stands for all). */
export function capturesCall(annotations: Labels, address: string | undefined, port: number): boolean {
  const ports = listOf(annotations, 'includeOutboundPorts');
  if (ports.some((entry) => entry === '*' || entry === String(port))) return true;
  if (listOf(annotations, 'excludeOutboundPorts').includes(String(port))) return false;
  const isIn = (range: string) => range === '*' || (address !== undefined && containsAddress(range, address) > 0);
  if (listOf(annotations, 'excludeOutboundIPRanges').some(isIn)) return false;
  const included = annotations['traffic.sidecar.istio.io/includeOutboundIPRanges'];
  return included === undefined || listOf(annotations, 'includeOutboundIPRanges').some(isIn);
}

/** Ports of the proxy itself, which never pass through it. */
const own = new Set([15020, 15021, 15090]);

/** Whether a sidecar gets the calls to a port of its pod. */
export function capturesArrival(annotations: Labels, port: number): boolean {
  if (own.has(port)) return false;
  const included = annotations['traffic.sidecar.istio.io/includeInboundPorts'];
  if (included === undefined || included.trim() === '*') return !listOf(annotations, 'excludeInboundPorts').includes(String(port));
  return listOf(annotations, 'includeInboundPorts').includes(String(port));
}

function listOf(annotations: Labels, name: string): readonly string[] {
  return (annotations[`traffic.sidecar.istio.io/${name}`] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
