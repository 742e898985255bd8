import type { Request } from '../../../functions/mesh/trace/request.ts';
import { type Outcome, sorted } from './model-outcome.ts';
import type { Simulated } from './simulate.ts';

/** What the simulator says of one proxy, in the form in which both sides are compared. */
export function simulatorOutcome(simulated: Simulated, arriving: Request): Outcome {
  const { error, redirect, directResponse } = simulated;
  if (error !== null) return { error: error.startsWith('client certificate required') || error === 'invalid mTLS' ? 'certificate' : error };
  if (redirect) return { redirect: redirect.by ? { by: 'httpsRedirect' } : sorted(redirect) };
  if (directResponse) return { respond: directResponse };
  if (simulated.as === 'inbound') return { inbound: simulated.listenPort };
  return { clusters: clustersOf(simulated), ...(simulated.timeout === undefined ? {} : httpPart(simulated, arriving)) };
}

function clustersOf(simulated: Simulated) {
  const weighted = simulated.weightedClusters?.length ? simulated.weightedClusters : [{ name: simulated.cluster ?? '', weight: 100 }];
  const total = weighted.reduce((sum, entry) => sum + entry.weight, 0);
  return weighted.map(({ name, weight }) => {
    const info = simulated.clusterInfo?.find((entry) => entry.name === name);
    const endpoints = [...new Set((info?.endpoints ?? []).map(endpointText))];
    return {
      name,
      share: (weight / total).toFixed(4),
      missing: info?.missing === true,
      endpoints: [...endpoints].sort(),
      tls: endpoints.slice(0, 1).map((entry) => `${entry} ${info?.tls ?? ''} ${info?.sni ?? ''}`.trim()),
    };
  });
}

function httpPart(simulated: Simulated, arriving: Request): Outcome {
  const rewrite = simulated.rewrite ?? {};
  return {
    path: rewrite.resultPath ?? arriving.path,
    timeout: simulated.timeout,
    host: rewrite.host ?? arriving.host,
    headers: sorted(applied(arriving.headers, simulated)),
    mirrors: (simulated.mirror ?? []).map((mirror) => mirror.cluster),
  };
}

function applied(headers: Readonly<Record<string, string>>, { requestHeaders, weightedClusters }: Simulated): Record<string, string> {
  const own = weightedClusters?.[0]?.requestHeaders;
  const result = { ...headers };
  for (const operations of [own, requestHeaders]) {
    for (const name of operations?.remove ?? []) delete result[name.toLowerCase()];
    for (const { name = '', value = '', action = '' } of operations?.add ?? []) {
      const key = name.toLowerCase();
      result[key] = action.startsWith('APPEND') && result[key] !== undefined ? `${result[key]},${value}` : value;
    }
  }
  return result;
}

/** `10.244.0.5:8080 ns/web-v1-sim0-p4` is the pod of a workload. */
function endpointText(text: string): string {
  const [address = '', pod] = text.split(' ');
  const port = address.slice(address.lastIndexOf(':') + 1);
  return pod ? `${pod.replace(/-sim0-p\d+$/, '')}:${port}` : address;
}
