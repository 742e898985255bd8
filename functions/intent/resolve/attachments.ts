import { formatPath, type Path } from '../../diagnostics/path.ts';
import { isSubsetOf } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { ExposureListener, Listener, TLS, Exposure as WrittenExposure } from '../generated/gateway-intent.ts';
import type { Attachment, Gateway, Intent, Protocol } from '../model.ts';
import type { Report } from './report.ts';
import { httpProtocols, redirectOf, serverTLS } from './tls.ts';

/** One listener of an exposure with its gateway found. */
export interface Chosen {
  readonly gateway: Gateway;
  readonly listener: ExposureListener;
  readonly path: Path;
}

/** The listeners that an exposure names, or the one that its own fields are. */
export function writtenListeners(exposure: WrittenExposure, path: Path): { listener: ExposureListener; path: Path }[] {
  if (exposure.listeners !== undefined)
    return exposure.listeners.map((listener, index) => ({ listener, path: [...path, 'listeners', index] }));
  const { gateway, port, protocol, tls } = exposure;
  return [{ listener: { gateway, port, protocol, tls } as ExposureListener, path }];
}

/** Where the routes of an exposure are served on its gateway. */
export function attachmentsOf(chosen: Chosen, hosts: readonly string[], intent: Intent, report: Report): Attachment[] {
  const { gateway, listener, path } = chosen;
  const protocol: Protocol = listener.protocol ?? (listener.tls?.mode === 'Passthrough' ? 'TLS' : 'HTTP');
  const written = { protocol, path, gateway, intent };
  if (gateway.management === 'External' && listener.port === undefined && listener.tls === undefined && httpProtocols.has(protocol))
    return [attachment({ ...written, port: undefined, own: undefined, fallback: undefined })];
  const declared = listener.port === undefined && listener.tls === undefined ? covering(gateway, protocol, hosts) : [];
  if (declared.length > 0)
    return declared.map(({ port, tls }) => ({
      ...attachment({ ...written, port, own: tls, fallback: gateway.spec.tls }),
      redirect: undefined,
    }));
  const port = listener.port ?? defaultPort(protocol, listener.tls, gateway.spec.tls);
  if (port === undefined) {
    report(
      findingAt('GI0205', intent.item, [...path, 'port'], {
        message: `\`${formatPath([...path, 'port'])}\` must be set: ${protocol} has no usual port`,
        fix: 'add `port:` with the port that clients connect to',
      }),
    );
    return [];
  }
  if (protocol === 'TLS' && listener.tls?.mode !== undefined && !['Passthrough', 'AutoPassthrough'].includes(listener.tls.mode))
    report(
      findingAt('GI0302', intent.item, [...path, 'tls', 'mode'], {
        message: `\`protocol: TLS\` is passed through; it must not have \`tls.mode: ${listener.tls.mode}\``,
        fix: 'use `mode: Passthrough`, or the protocol that flows after TLS has ended: HTTP, GRPC, TCP …',
      }),
    );
  return [attachment({ ...written, port, own: listener.tls, fallback: gateway.spec.tls })];
}

function attachment(known: {
  gateway: Gateway;
  intent: Intent;
  path: Path;
  protocol: Protocol;
  port: number | undefined;
  own: TLS | undefined;
  fallback: TLS | undefined;
}): Attachment {
  const { gateway, intent, path, protocol, port, own, fallback } = known;
  const tls = serverTLS(own, fallback, protocol, port);
  const redirect = gateway.management === 'External' ? undefined : redirectOf(own, fallback, tls, protocol, port);
  return { gateway: gateway.key, port, protocol, tls, redirect, origin: { item: intent.item, path } };
}

/**
 * The declared listeners that have all hosts of an exposure which names neither port nor TLS: those with TLS where there are any. A gateway with a
 * TLS default serves on 443 instead.
 */
function covering(gateway: Gateway, protocol: Protocol, hosts: readonly string[]): Listener[] {
  if (!httpProtocols.has(protocol) || gateway.spec.tls !== undefined) return [];
  const open = (gateway.spec.listeners ?? []).filter(
    (listener) =>
      httpProtocols.has(listener.protocol) &&
      listener.httpsRedirect !== true &&
      hosts.every((host) => (listener.hosts ?? ['*']).some((wide) => isSubsetOf(host, wide.slice(wide.indexOf('/') + 1)))),
  );
  const secure = open.filter(({ tls }) => tls !== undefined && tls.mode !== 'None');
  return secure.length > 0 ? secure : open;
}

function defaultPort(protocol: Protocol, own: TLS | undefined, fallback: TLS | undefined): number | undefined {
  if (protocol === 'TLS') return 443;
  if (!httpProtocols.has(protocol)) return undefined;
  const tls = own ?? fallback;
  return tls === undefined || tls.mode === 'None' ? 80 : 443;
}
