import type { Gateway } from '../intent/model.ts';

const usual = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2', memory: '1Gi' } };

/** Resources of a gateway's proxy. The autoscaler measures CPU against the request, so there is always one. */
export function proxyResources({ deployment }: Gateway['spec']): object {
  const written = deployment?.pod?.resources as { requests?: Record<string, unknown>; limits?: Record<string, unknown> } | undefined;
  if (written === undefined) return usual;
  if (written.requests?.cpu !== undefined || written.limits?.cpu !== undefined) return written;
  return { ...written, requests: { cpu: usual.requests.cpu, ...written.requests } };
}
