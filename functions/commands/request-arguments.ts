import { isIP } from 'node:net';
import { isMap } from '../krm/is-map.ts';
import { certificateHash } from '../mesh/listeners/client-demands.ts';
import type { ClientCertificate } from '../mesh/trace/client-certificate.ts';
import { type Request, type RequestParts, requestOfUrl, type Source } from '../mesh/trace/request.ts';
import { urlProblem } from '../mesh/trace/url-problem.ts';

/** Options that describe a request. */
export interface RequestArguments {
  readonly method?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly 'client-ip'?: string | undefined;
  readonly jwt?: string | undefined;
  readonly http2?: boolean | undefined;
  readonly 'client-certificate'?: boolean | undefined;
  readonly 'subject-alt-name'?: readonly string[] | undefined;
  readonly 'certificate-hash'?: readonly string[] | undefined;
  readonly sni?: string | undefined;
  readonly from?: string | undefined;
  readonly 'service-account'?: string | undefined;
  readonly label?: readonly string[] | undefined;
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
  const hash = given['certificate-hash']?.find((text) => !sha256.test(text));
  if (hash !== undefined) return { problem: `"${hash}" is no SHA-256: in hexadecimal of a certificate, in base64 of its public key` };
  const method = given.method?.toUpperCase();
  if (method !== undefined && !/^[A-Z]+$/.test(method)) return { problem: `"${given.method}" is no method` };
  const parts: RequestParts = {
    headers: headers.value,
    claims: claims.value,
    clientIP: address,
    clientCertificate: shownCertificate(given),
    ...(method === undefined ? {} : { method }),
    ...(given.http2 ? { protocol: 'http2' as const } : {}),
    ...(given.sni === undefined ? {} : { serverName: given.sni === 'none' ? undefined : given.sni.toLowerCase() }),
  };
  const problem = urlProblem(url);
  return problem === undefined ? { source, request: requestOfUrl(url, parts) } : { problem };
}

const sha256 = /^(([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}|[A-Za-z0-9+/]{43}=)$/;

/** Names and hashes say that there is a certificate, too. */
function shownCertificate(given: RequestArguments): ClientCertificate | undefined {
  const names = given['subject-alt-name'];
  const hashes = given['certificate-hash'];
  if (!given['client-certificate'] && names === undefined && hashes === undefined) return undefined;
  return { names, hashes: hashes?.map(certificateHash) };
}

function readSource({ from, gateway, label = [], 'service-account': serviceAccount }: RequestArguments): Source | Problem {
  if (from === undefined || from === 'outside') {
    if (serviceAccount !== undefined) return { problem: '`--service-account` needs `--from NAMESPACE`' };
    if (label.length > 0) return { problem: '`--label` needs `--from NAMESPACE`' };
    return { kind: 'outside', gateway };
  }
  if (gateway !== undefined) return { problem: '`--gateway` is for requests from outside: workloads call what their URL names' };
  const [namespace = '', name, ...more] = from.split('/');
  if (namespace === '' || name === '' || more.length > 0)
    return { problem: `\`--from ${from}\` must be NAMESPACE/WORKLOAD, NAMESPACE or outside` };
  const wrong = label.find((entry) => !/^[^=]+=/.test(entry));
  if (wrong !== undefined) return { problem: `\`--label ${wrong}\` must be NAME=VALUE` };
  const labels = Object.fromEntries(label.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
  return { kind: 'workload', namespace, name, serviceAccount, labels };
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
