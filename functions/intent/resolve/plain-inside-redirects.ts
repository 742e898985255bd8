import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import { isSubsetOf } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Gateway } from '../model.ts';
import { familyOf, placeOf, type ServerEntry } from './server-entries.ts';

/**
 * Hosts that are to be served in plain HTTP inside one that redirects. A server of Istio that redirects does so for all hosts that it covers, also for those of
 * another server of the port (measured). Redirects that come of exposures are routes where that would happen; those of listeners are the Gateway's own.
 */
export function* plainInsideRedirects(gateway: Gateway, entries: readonly ServerEntry[]): Generator<Diagnostic> {
  if (gateway.provider !== 'istio' && gateway.provider !== 'mesh-gateway') return;
  const redirects = entries.filter(({ redirect }) => redirect);
  for (const entry of entries.filter((one) => !one.redirect && familyOf(one) === 'http' && one.exposure?.isRedirect !== true))
    for (const { host } of entry.hosts) {
      const wide = redirects.find(({ port, hosts }) => port === entry.port && hosts.some((other) => isSubsetOf(host, other.host)));
      if (wide !== undefined) yield hidden(gateway, entry, host, wide);
    }
}

function hidden(gateway: Gateway, { port, origin }: ServerEntry, host: string, wide: ServerEntry): Diagnostic {
  const covering = wide.hosts.find((other) => isSubsetOf(host, other.host))?.host;
  const asked = wide.port === 80 ? 'set `tls: {httpsRedirect: false}` there' : 'take the redirect away there';
  return findingAt('GI0211', origin.item, origin.path, {
    message: `port ${port} of "${host}" cannot both redirect and be served: ${placeOf(wide.origin)} (\`${formatPath(wide.origin.path)}\`) redirects "${covering}" on gateway "${gateway.key}"`,
    fix: `${asked}, or serve the host on another port or gateway`,
  });
}
