import type { Backend, Route, RouteEntry } from '../intent/model.ts';

/** The requests of an entry: `POST /search/* with ?debug`. */
export function entryText({ match }: RouteEntry): string {
  const { path, method, headers = [], withoutHeaders = [], queryParams = [], cookies = [] } = match ?? {};
  const conditions = [
    ...headers.map(({ name, not }) => `${not ? 'not ' : ''}${name}`),
    ...withoutHeaders.map(({ name }) => `not ${name}`),
    ...cookies.map(({ name, not }) => `${not ? 'not ' : ''}cookie ${name}`),
    ...queryParams.map(({ name }) => `?${name}`),
  ];
  const at = path?.exact ?? (path?.regex === undefined ? `${path?.prefix ?? ''}/*` : `~${path.regex}`);
  return [method, path === undefined ? '*' : at, conditions.length > 0 ? `with ${conditions.join(', ')}` : undefined]
    .filter(Boolean)
    .join(' ');
}

/** What answers the requests of a route. */
export function actionText({ action }: Route): string {
  switch (action.kind) {
    case 'forward':
      return backendsText(action.backends);
    case 'redirect': {
      const { scheme, host, port, path, prefix, code } = action.redirect;
      const origin = `${scheme === undefined ? '' : `${scheme}:`}${host === undefined ? '' : `//${host}`}${port === undefined ? '' : `:${port}`}`;
      return `redirect ${code ?? 301} to ${origin}${path ?? (prefix === undefined ? '' : `${prefix.replace(/\/$/, '')}/*`)}`;
    }
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
