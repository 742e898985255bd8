import { isIP } from 'node:net';
import { isMap } from '../krm/is-map.ts';
import { type Request, type RequestParts, requestOfUrl, type Source } from '../mesh/trace/request.ts';

/** Options that describe a request. */
export interface RequestArguments {
  readonly method?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly 'client-ip'?: string | undefined;
  readonly jwt?: string | undefined;
  readonly http2?: boolean | undefined;
  readonly 'client-certificate'?: boolean | undefined;
  readonly sni?: string | undefined;
  readonly from?: string | undefined;
  readonly 'service-account'?: string | undefined;
  readonly gateway?: string | undefined;
}

type Problem = { readonly problem: string };

/** The request that the arguments describe, and where it starts. */
export function readRequest(url: string, given: RequestArguments): { readonly source: Source; readonly request: Request } | Problem {
  const source = readSource(given);
  if ('problem' in source) return source;
  const headers = readHeaders(given.header ?? []);
  if ('problem' in headers) return headers;
  const claims = readClaims(given.jwt);
  if ('problem' in claims) return claims;
  const address = given['client-ip'];
  if (address !== undefined && isIP(address) === 0) return { problem: `"${address}" is no IP address` };
  const parts: RequestParts = {
    headers: headers.value,
    claims: claims.value,
    clientIP: address,
    clientCertificate: given['client-certificate'] ?? false,
    ...(given.method === undefined ? {} : { method: given.method.toUpperCase() }),
    ...(given.http2 ? { protocol: 'http2' as const } : {}),
    ...(given.sni === undefined ? {} : { serverName: given.sni === 'none' ? undefined : given.sni.toLowerCase() }),
  };
  return urlProblem(url) ?? { source, request: requestOfUrl(url, parts) };
}

function urlProblem(url: string): Problem | undefined {
  const [, scheme, authority = ''] = /^(?:[A-Z]+\s+)?(?:([A-Za-z0-9+.-]+):\/\/)?([^/?#]*)/.exec(url) ?? [];
  const port = /:(\d*)$/.exec(authority)?.[1];
  if (authority === '') return { problem: `"${url}" names no host` };
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) return { problem: `"${port}" is no port` };
  if (scheme === 'tcp' && port === undefined) return { problem: `"${url}" must name a port` };
  return undefined;
}

function readSource({ from, gateway, 'service-account': serviceAccount }: RequestArguments): Source | Problem {
  if (from === undefined || from === 'outside') {
    if (serviceAccount !== undefined) return { problem: '`--service-account` needs `--from NAMESPACE`' };
    return { kind: 'outside', gateway };
  }
  if (gateway !== undefined) return { problem: '`--gateway` is for requests from outside: workloads call what their URL names' };
  const [namespace = '', name, ...more] = from.split('/');
  if (namespace === '' || name === '' || more.length > 0)
    return { problem: `\`--from ${from}\` must be NAMESPACE/WORKLOAD, NAMESPACE or outside` };
  return { kind: 'workload', namespace, name, serviceAccount };
}

function readHeaders(lines: readonly string[]): { readonly value: Readonly<Record<string, string>> } | Problem {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value = ''] = /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/s.exec(line) ?? [];
    if (name === undefined) return { problem: `header "${line}" must be written \`NAME: VALUE\`` };
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]},${value}`;
  }
  return { value: headers };
}

function readClaims(text: string | undefined): { readonly value: Readonly<Record<string, unknown>> | undefined } | Problem {
  if (text === undefined) return { value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    if (isMap(value)) return { value };
  } catch {
    // Told below.
  }
  return { problem: '`--jwt` must be a JSON object of claims' };
}
