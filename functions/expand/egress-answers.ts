import type { EgressPort, Model } from '../intent/model.ts';

const schemes: Readonly<Record<string, { readonly scheme: string; readonly port: number }>> = {
  HTTP: { scheme: 'http', port: 80 },
  HTTP2: { scheme: 'http', port: 80 },
  GRPC: { scheme: 'grpc', port: 80 },
  TLS: { scheme: 'https', port: 443 },
};

/** `shop/* → https://api.stripe.com via istio-egress/egress`. */
export function egressAnswers({ egress }: Model): string[] {
  return egress.flatMap(({ host, ports }) =>
    ports.map((port) => {
      const { scheme, port: usual } = schemes[port.protocol] ?? { scheme: port.protocol.toLowerCase(), port: 0 };
      const url = `${scheme}://${host}${port.port === usual ? '' : `:${port.port}`}`;
      return `${callers(port)} → ${url} ${port.gateway === undefined ? 'directly' : `via ${port.gateway}`}${encryption(port)}`;
    }),
  );
}

/** Service accounts with their namespaces; `*` is every one. */
function callers({ uses }: EgressPort): string {
  const from = uses.flatMap((use) =>
    use.from.flatMap(({ namespace, serviceAccounts = ['*'] }) => serviceAccounts.map((account) => `${namespace}/${account}`)),
  );
  return [...new Set(from)].sort().join(', ');
}

function encryption({ origination }: EgressPort): string {
  if (origination === undefined) return '';
  return `, TLS to port ${origination.port}${origination.mode === 'Mutual' ? ' with a client certificate' : ''}`;
}
