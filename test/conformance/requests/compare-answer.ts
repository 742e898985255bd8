import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { MeshAnswer, TlsFacts } from '../judges/mesh.ts';
import { answers, nameOf, parseBackend } from './backends.ts';
import type { Expectation } from './request-file.ts';

/** What an answer is compared with. */
interface Seen {
  readonly answer: MeshAnswer;
  readonly objects: readonly KubeObject[];
  /** `namespace/name` of all gateways. */
  readonly gateways: readonly string[];
}

type Comparison = (seen: Seen, expected: never) => readonly string[];

/** One comparison for each field of an expectation; each says what differs. */
const comparisons: Readonly<Record<keyof Expectation, Comparison>> = {
  status: ({ answer }, expected: number) => differs('status', expected, answer.answer?.status),
  to: ({ answer, objects }, expected: string) => {
    const echo = answer.answer?.echo;
    if (!echo) return [`to: expected ${expected}, but no backend answered`];
    const right = answers(parseBackend(expected, objects), echo.name ?? echo.workload ?? '', echo.port, objects);
    return right ? [] : [`to: expected ${expected}, got ${nameOf(echo)}`];
  },
  weights: ({ answer, objects }, expected: Readonly<Record<string, number>>) => compareWeights(answer.answers ?? {}, expected, objects),
  method: ({ answer }, expected: string) => differs('method', expected, answer.answer?.echo?.method),
  path: ({ answer }, expected: string) => differs('path', expected, answer.answer?.echo?.path),
  host: ({ answer }, expected: string) => differs('host', expected, answer.answer?.echo?.host),
  headers: ({ answer }, expected: HeaderExpectation) => compareHeaders('headers', answer.answer?.echo?.headers, expected),
  tls: ({ answer }, expected: Exclude<Expectation['tls'], undefined>) => compareTls(answer.answer?.echo?.tls, expected),
  identity: ({ answer }, expected: string) => {
    const peers = (answer.hops ?? []).flatMap((hop) => hop.peer ?? []).map((peer) => peer.replace(/^spiffe:\/\//, ''));
    const right = expected === 'none' ? peers.length === 0 : peers.includes(expected);
    return right ? [] : [`identity: expected ${expected}, the proxies saw ${peers.join(', ') || 'none'}`];
  },
  location: ({ answer }, expected: string) => compareHeaders('responseHeaders', answer.answer?.headers, { location: expected }),
  responseHeaders: ({ answer }, expected: HeaderExpectation) => compareHeaders('responseHeaders', answer.answer?.headers, expected),
  body: ({ answer }, expected: string) => differs('body', expected, answer.answer?.body?.trim()),
  certificate: ({ answer }, expected: string) => {
    const names = answer.answer?.serverTLS?.peerSAN ?? [];
    return names.includes(expected) ? [] : [`certificate: expected ${expected}, got one for ${names.join(', ') || 'nobody'}`];
  },
  via: ({ answer, gateways }, expected: string | readonly string[]) => {
    const passed = (answer.hops ?? [])
      .map((hop) => / \(Gateway (\S+)\)$/.exec(hop.proxy)?.[1] ?? hop.proxy)
      .filter((proxy) => gateways.includes(proxy));
    const wanted = expected === 'none' ? [] : [expected].flat();
    const right = expected === 'none' ? passed.length === 0 : wanted.every((gateway) => passed.includes(gateway));
    return right ? [] : [`via: expected ${wanted.join(', ') || 'no gateway'}, passed ${passed.join(', ') || 'no gateway'}`];
  },
  mirrors: ({ answer, objects }, expected: string | readonly string[]) =>
    [expected].flat().flatMap((name) => {
      const backend = parseBackend(name, objects);
      const seen = (answer.seenBy ?? []).some((echo) => answers(backend, echo.name ?? echo.workload ?? '', echo.port, objects));
      return seen ? [] : [`mirrors: ${name} got no copy`];
    }),
  attempts: ({ answer }, expected: number) => differs('attempts', expected, (answer.seenBy?.length ?? 0) + (answer.answer?.echo ? 1 : 0)),
  unreachable: ({ answer }, expected: boolean) => {
    const reached = answer.answer?.echo !== undefined || (answer.error === undefined && (answer.answer?.status ?? 0) < 400);
    return reached !== expected
      ? []
      : [`unreachable: expected ${expected}, got ${answer.answer?.echo ? nameOf(answer.answer.echo) : 'no backend'}`];
  },
  error: ({ answer }, expected: string) => {
    const { kind, text } = failure(answer);
    if (kind === undefined) return [`error: expected ${expected}, got an answer with status ${answer.answer?.status}`];
    return ['any', kind].includes(expected) || text.includes(expected) ? [] : [`error: expected ${expected}, got ${kind} (${text})`];
  },
};

/** What differs between the promised and the real answer; empty when the promise is kept. */
export function compareAnswer(expected: Expectation, seen: Seen): readonly string[] {
  const { kind, text } = failure(seen.answer);
  if (kind !== undefined && expected.error === undefined && !expected.unreachable) return [`no answer: ${kind} (${text})`];
  return Object.entries(expected).flatMap(([field, value]) => comparisons[field as keyof Expectation](seen, value as never));
}

/** The way of the request, proxy by proxy, for the reader of a failure. */
export function describeWay(answer: MeshAnswer): readonly string[] {
  return (answer.hops ?? []).map((hop) => {
    const facts = [
      'route',
      'cluster',
      'upstream',
      'code',
      'flags',
      'details',
      'sni',
      'termination',
      'failure',
      'downstreamFailure',
      'peer',
    ];
    return `${hop.proxy}: ${facts.flatMap((fact) => (hop[fact] === undefined || hop[fact] === '' ? [] : [`${fact}=${String(hop[fact])}`])).join(' ')}`;
  });
}

type HeaderExpectation = Readonly<Record<string, string | null>>;

function differs(field: string, expected: unknown, actual: unknown): readonly string[] {
  return expected === actual ? [] : [`${field}: expected ${String(expected)}, got ${String(actual ?? 'none')}`];
}

function compareHeaders(
  field: string,
  actual: Readonly<Record<string, readonly string[]>> | undefined,
  expected: HeaderExpectation,
): readonly string[] {
  const values = new Map(Object.entries(actual ?? {}).map(([name, list]) => [name.toLowerCase(), list]));
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = values.get(name.toLowerCase()) ?? [];
    if (value === null) return found.length === 0 ? [] : [`${field}: ${name} must be absent, got ${found.join(', ')}`];
    const pattern = /^\/(.*)\/$/s.exec(value)?.[1];
    const right = found.some((one) => (pattern === undefined ? one === value : new RegExp(pattern).test(one)));
    return right ? [] : [`${field}: expected ${name}: ${value}, got ${found.join(', ') || 'none'}`];
  });
}

function compareTls(actual: TlsFacts | undefined, expected: Exclude<Expectation['tls'], undefined>): readonly string[] {
  if (expected === 'none') return actual === undefined ? [] : ['tls: expected plaintext at the backend, got TLS'];
  if (!actual) return ['tls: expected TLS at the backend, got plaintext'];
  const { sni, clientCertificate } = expected;
  const names = [actual.peer ?? [], actual.peerSAN ?? []].flat();
  const shown = clientCertificate === 'none' ? names.length === 0 : names.some((name) => name.includes(clientCertificate ?? ''));
  return [
    ...(sni === undefined ? [] : differs('tls.sni', sni, actual.sni)),
    ...(clientCertificate === undefined || shown
      ? []
      : [`tls.clientCertificate: expected ${clientCertificate}, got ${names.join(', ') || 'none'}`]),
  ];
}

/** Four standard deviations: a fair share fails this once in fifteen thousand runs. */
function compareWeights(
  counts: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
  objects: readonly KubeObject[],
): readonly string[] {
  const shares = Object.entries(counts).map(([key, count]) => {
    const [, workload = '', port = ''] = /^\d+ (.*):(\d+)$/.exec(key) ?? [];
    return { workload, port: Number(port), count };
  });
  const total = shares.reduce((sum, share) => sum + share.count, 0);
  return Object.entries(expected).flatMap(([name, percent]) => {
    const backend = parseBackend(name, objects);
    const count = shares
      .filter((share) => answers(backend, share.workload, share.port, objects))
      .reduce((sum, share) => sum + share.count, 0);
    const tolerance = 4 * Math.sqrt((total * percent * (100 - percent)) / 10_000);
    return Math.abs(count - (total * percent) / 100) <= tolerance
      ? []
      : [`weights: expected ${percent} % for ${name}, got ${count} of ${total} (${JSON.stringify(counts)})`];
  });
}

const kinds: readonly (readonly [string, RegExp])[] = [
  ['refused', /connection refused|^no service port/],
  ['unresolved', /no such host/],
  ['timeout', /timeout|deadline/],
  ['tls', /tls:/],
  ['reset', /reset|EOF|closed|broken pipe/],
];

function failure(answer: MeshAnswer): { readonly kind?: string; readonly text: string } {
  const text = answer.error ?? '';
  if (text === '') return { text };
  return { kind: kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other', text };
}
