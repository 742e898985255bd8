import { unixPathProblem } from './unix-path.ts';

const hosts = new Set(['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]']);

/** What the default endpoint of a Sidecar's listener must be, where it is not. */
export function endpointProblem(endpoint: string): string | undefined {
  if (endpoint.startsWith('unix://')) return unixPathProblem(endpoint);
  const colon = endpoint.lastIndexOf(':');
  const port = endpoint.slice(colon + 1);
  if (colon >= 0 && hosts.has(endpoint.slice(0, colon)) && /^\+?\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)
    return undefined;
  return `must be 127.0.0.1, 0.0.0.0, [::1] or [::] with a port, not ${JSON.stringify(endpoint)}`;
}
