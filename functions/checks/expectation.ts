import type { Expectation } from '../intent/generated/gateway-intent.ts';

/** What an expectation asks for, read and understood. */
export type Wanted =
  | { readonly kind: 'backends'; readonly backends: readonly WantedBackend[] }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'unreachable' };

export interface WantedBackend {
  readonly text: string;
  readonly host: string;
  readonly port: number;
  /** Percent of the requests; all of them where no weights are written. */
  readonly percent: number;
}

/** The field of `expect` that says what must happen, its meaning, or why it has none. */
export function readExpectation({
  to,
  redirect,
  status,
  unreachable,
}: Expectation): { field: string; wanted: Wanted } | { problem: string } {
  if (to !== undefined) {
    const backends = readBackends(to);
    return typeof backends === 'string' ? { problem: backends } : { field: 'to', wanted: { kind: 'backends', backends } };
  }
  if (redirect !== undefined) return { field: 'redirect', wanted: { kind: 'redirect', location: redirect } };
  if (status !== undefined) return { field: 'status', wanted: { kind: 'status', status } };
  return unreachable ? { field: 'unreachable', wanted: { kind: 'unreachable' } } : { problem: '`expect` must say what must happen' };
}

/** `a.shop:80 80%, b.shop:80 20%`, or one backend alone. */
function readBackends(text: string): readonly WantedBackend[] | string {
  const shares = text.split(',').map((share) => share.trim());
  const backends = shares.map((share) => {
    const [, host, port, percent] = /^(\S+):(\d{1,5})(?:\s+(\d+(?:\.\d+)?)\s*%)?$/.exec(share) ?? [];
    return host === undefined ? undefined : { text: `${host}:${port}`, host: host.toLowerCase(), port: Number(port), percent };
  });
  const wrong = shares.find((_, index) => backends[index] === undefined);
  if (wrong !== undefined)
    return `"${wrong}" must be \`service.namespace:port\` or \`host:port\`, with a weight such as \`80%\` where there are several`;
  const known = backends.filter((backend) => backend !== undefined);
  if (known.length > 1 && known.some(({ percent }) => percent === undefined))
    return 'several backends must have weights, such as `a.shop:80 80%, b.shop:80 20%`';
  const weighted = known.map((backend) => ({ ...backend, percent: Number(backend.percent ?? 100) }));
  const sum = weighted.reduce((total, { percent }) => total + percent, 0);
  return Math.abs(sum - 100) > 0.05 ? `the weights must add up to 100 %, and make ${sum} %` : weighted;
}

export function wantedText(wanted: Wanted, via: string | undefined): string {
  const through = via === undefined ? '' : via === 'none' ? ' without a gateway' : ` through ${via}`;
  switch (wanted.kind) {
    case 'backends': {
      const [only, ...more] = wanted.backends;
      const backends =
        more.length === 0 ? (only?.text ?? '') : wanted.backends.map(({ text, percent }) => `${text} ${percent} %`).join(', ');
      return `reach ${backends}${through}`;
    }
    case 'redirect':
      return `be redirected to ${wanted.location}${through}`;
    case 'status':
      return `be answered ${wanted.status} by a proxy${through}`;
    case 'unreachable':
      return `reach nobody${through}`;
  }
}
