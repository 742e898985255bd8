import type { Backend, Exposure, Gateway, Model, Route } from '../intent/model.ts';

/** What a user wants to know first: each URL with what serves it, `https://shop.example.com → shop/public → frontend.shop:8080`. */
export function answers(model: Model): string[] {
  const gateways = new Map(model.gateways.map((gateway) => [gateway.key, gateway]));
  const targets = new Map<string, Route[]>();
  for (const exposure of model.exposures.filter(({ isRedirect }) => !isRedirect))
    for (const entrance of entrances(exposure, gateways)) targets.set(entrance, [...(targets.get(entrance) ?? []), ...exposure.routes]);
  return [...[...targets].map(([entrance, routes]) => `${entrance} → ${targetsOf(routes)}`), ...egressAnswers(model)];
}

const egressSchemes: Readonly<Record<string, { readonly scheme: string; readonly port: number }>> = {
  HTTP: { scheme: 'http', port: 80 },
  HTTP2: { scheme: 'http', port: 80 },
  GRPC: { scheme: 'grpc', port: 80 },
  TLS: { scheme: 'https', port: 443 },
};

/** `shop/* → https://api.stripe.com via istio-egress/egress`. */
function egressAnswers({ egress }: Model): string[] {
  return egress.flatMap(({ host, ports }) =>
    ports.map(({ port, protocol, gateway, origination, uses }) => {
      const { scheme, port: usual } = egressSchemes[protocol] ?? { scheme: protocol.toLowerCase(), port: 0 };
      const from = uses.flatMap((use) =>
        use.from.flatMap(({ namespace, serviceAccounts = ['*'] }) => serviceAccounts.map((account) => `${namespace}/${account}`)),
      );
      const url = `${scheme}://${host}${port === usual ? '' : `:${port}`}`;
      const tls =
        origination === undefined
          ? ''
          : `, TLS to port ${origination.port}${origination.mode === 'Mutual' ? ' with a client certificate' : ''}`;
      return `${[...new Set(from)].sort().join(', ')} → ${url} ${gateway === undefined ? 'directly' : `via ${gateway}`}${tls}`;
    }),
  );
}

function entrances({ gateway: key, hosts, attachments, protocol }: Exposure, gateways: ReadonlyMap<string, Gateway>): string[] {
  if (key === undefined) return hosts.map((host) => `${host} (in the mesh)`);
  const gateway = gateways.get(key) as Gateway;
  return hosts.flatMap((host) => attachments.map((attachment) => `${urlOf(protocol, host, attachment)} → ${gateway.key}`));
}

const schemes: Readonly<Record<string, string>> = { HTTP: 'http', HTTP2: 'http', GRPC: 'grpc', TLS: 'tls' };

/** A gateway of another package may serve the host on any port. */
function urlOf(protocol: Exposure['protocol'], host: string, { port, tls }: Exposure['attachments'][number]): string {
  if (port === undefined) return host;
  const plain = schemes[protocol] ?? protocol.toLowerCase();
  const scheme = tls === undefined || protocol === 'TLS' ? plain : plain === 'http' ? 'https' : `${plain}+tls`;
  const usual = { http: 80, https: 443, tls: 443 }[scheme];
  return `${scheme}://${host}${port === usual ? '' : `:${port}`}`;
}

/** What the routes lead to; paths only where there is more than one answer. */
function targetsOf(routes: readonly Route[]): string {
  const [only, ...others] = routes;
  if (only !== undefined && others.length === 0 && only.matches.length === 0) return actionText(only);
  return [...new Set(routes.map((route) => `${pathsOf(route)} ${actionText(route)}`))].join(', ');
}

function pathsOf({ matches }: Route): string {
  const paths = matches.map(({ path }) => path?.exact ?? path?.regex ?? (path === undefined ? '*' : `${path.prefix}/*`));
  return paths.length === 0 ? '*' : [...new Set(paths)].join(' ');
}

function actionText({ action }: Route): string {
  switch (action.kind) {
    case 'forward':
      return backendsText(action.backends);
    case 'redirect':
      return 'redirect';
    case 'respond':
      return `status ${action.respond.status}`;
    case 'delegate':
      return `VirtualService ${action.namespace}/${action.name}`;
  }
}

function backendsText(backends: readonly Backend[]): string {
  const total = backends.reduce((sum, { weight }) => sum + (weight ?? 1), 0);
  const share = ({ weight }: Backend): string => (backends.length === 1 ? '' : ` ${Math.round(((weight ?? 1) / total) * 100)}%`);
  return backends.map((backend) => `${backendText(backend)}${share(backend)}`).join(' + ');
}

const backendText = ({ kind, name, namespace, subset, port }: Backend): string =>
  `${kind === 'service' ? `${name}.${namespace}` : name}:${port}${subset === undefined ? '' : ` (${subset})`}`;
