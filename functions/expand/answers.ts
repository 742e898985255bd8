import type { Exposure, Gateway, Model, RouteEntry } from '../intent/model.ts';
import { egressAnswers } from './egress-answers.ts';
import { actionText, entryText } from './route-text.ts';

/**
 * What a user wants to know first: each URL with what serves it, `https://shop.example.com → shop/public → frontend.shop:8080`. Where several routes do, each has a
 * line of its own, in the order in which they are tried.
 */
export function answers(model: Model): string[] {
  const gateways = new Map(model.gateways.map((gateway) => [gateway.key, gateway]));
  const entrances = new Map(
    model.exposures
      .filter(({ isRedirect }) => !isRedirect)
      .flatMap((exposure) => entrancesOf(exposure, gateways).map((entrance) => [entrance.text, entrance])),
  );
  return [...[...entrances.values()].map((entrance) => answer(entrance, model)), ...eastWest(model), ...egressAnswers(model)];
}

/** One URL of an exposure. */
interface Entrance {
  readonly text: string;
  readonly exposure: Exposure;
  readonly host: string;
  /** Absent in the mesh, and on gateways of other packages. */
  readonly port: number | undefined;
}

function entrancesOf(exposure: Exposure, gateways: ReadonlyMap<string, Gateway>): Entrance[] {
  const { gateway: key, hosts, attachments, protocol } = exposure;
  if (key === undefined) return hosts.map((host) => ({ text: `${host} (in the mesh)`, exposure, host, port: undefined }));
  const gateway = gateways.get(key) as Gateway;
  return hosts.flatMap((host) =>
    attachments.map((attachment) => ({
      text: `${atRouter(exposure, gateway) ? `https://${host}` : urlOf(protocol, host, attachment)} → ${gateway.key}`,
      exposure,
      host,
      port: attachment.port,
    })),
  );
}

/** Clients speak TLS to OpenShift's router, and the router plain HTTP to the gateway. */
const atRouter = ({ openshiftRoute }: Exposure, { spec }: Gateway): boolean =>
  (openshiftRoute ?? spec.openshiftRoute)?.termination === 'Edge';

const schemes: Readonly<Record<string, string>> = { HTTP: 'http', HTTP2: 'http', GRPC: 'grpc', TLS: 'tls' };

/** A gateway of another package may serve the host on any port. */
function urlOf(protocol: Exposure['protocol'], host: string, { port, tls }: Exposure['attachments'][number]): string {
  if (port === undefined) return host;
  const plain = schemes[protocol] ?? protocol.toLowerCase();
  const scheme = tls === undefined || protocol === 'TLS' ? plain : plain === 'http' ? 'https' : `${plain}+tls`;
  const usual = { http: 80, https: 443, tls: 443 }[scheme];
  return `${scheme}://${host}${port === usual ? '' : `:${port}`}`;
}

function answer({ text, exposure, host, port }: Entrance, model: Model): string {
  const [first] = exposure.routes;
  const entries = exposure.family === 'http' ? entriesOf(model, exposure, host, port) : [];
  const lines = [...new Set(entries.map((entry) => `${entryText(entry)} → ${actionText(entry.route)}`))];
  const [only, ...others] = entries;
  if (only === undefined) return `${text} → ${first === undefined ? 'nothing' : actionText(first)}`;
  if (others.length === 0 && only.match === undefined) return `${text} → ${actionText(only.route)}`;
  return lines.length === 1 ? `${text} → ${lines[0]?.replace(' → ', ' ')}` : [text, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** The routes of all exposures that a host has on a port, in the order in which they are tried. */
function entriesOf({ routeGroups }: Model, { gateway, isRedirect }: Exposure, host: string, port: number | undefined): RouteEntry[] {
  const group = routeGroups.find((one) => one.gateway === gateway && one.hosts.includes(host));
  return (group?.entries ?? []).filter(
    (entry) => entry.exposure.isRedirect === isRedirect && (port === undefined || entry.ports === undefined || entry.ports.includes(port)),
  );
}

/** Other clusters of the mesh come in here. */
function eastWest({ gateways }: Model): string[] {
  return gateways
    .filter(({ type, management }) => type === 'EastWest' && management !== 'External')
    .flatMap(({ key, servers }) =>
      servers
        .filter(({ tls }) => tls?.mode === 'AutoPassthrough')
        .map(({ port, hosts }) => `tls://${hosts[0]?.host}:${port} → ${key} → the service that the server name says`),
    );
}
