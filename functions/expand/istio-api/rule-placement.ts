import type { Backend, Exposure, Gateway, Model } from '../../intent/model.ts';
import { needsSecret } from './client-tls.ts';
import { outsideHosts } from './outside-hosts.ts';

/** What decides where the DestinationRules of backends live. */
export interface Places {
  readonly model: Model;
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly outside: ReturnType<typeof outsideHosts>;
  /** Gateways and hosts that they call with a Secret. */
  readonly withSecrets: ReadonlySet<string>;
}

/** A gateway that calls a host with a Secret has a rule of its own, which stands instead of all others: everything that it must know of the host is there. */
const withSecrets = (exposures: readonly Exposure[], gateways: ReadonlyMap<string, Gateway>): ReadonlySet<string> =>
  new Set(
    exposures
      .filter(({ backendPolicy }) => needsSecret(backendPolicy?.tls))
      .flatMap((exposure) => backendsOf(exposure).map(({ host }) => `${gateways.get(exposure.gateway ?? '')?.workload.namespace} ${host}`)),
  );

export const backendsOf = ({ routes }: Exposure): Backend[] =>
  routes.flatMap(({ action, mirror }) => [...(action.kind === 'forward' ? action.backends : []), ...(mirror ? [mirror.backend] : [])]);

export const rulePlaces = (model: Model, exposures: readonly Exposure[], gateways: ReadonlyMap<string, Gateway>): Places => ({
  model,
  gateways,
  outside: outsideHosts(exposures, gateways),
  withSecrets: withSecrets(exposures, gateways),
});

/** The namespace of a rule, and the namespaces whose proxies use it; absent: all. */
interface Placement {
  readonly namespace: string;
  readonly exportTo: readonly string[] | undefined;
}

/** Beside the Service where one of the intents is at home there, or beside the entry of an outside host; otherwise beside the proxy that uses it, for it alone. */
export function placement(exposure: Exposure, backend: Backend, { model, gateways, outside, withSecrets }: Places): Placement {
  const caller = gateways.get(exposure.gateway ?? '')?.workload.namespace;
  const own = { namespace: caller ?? exposure.namespace, exportTo: ['.'] };
  if (withSecrets.has(`${caller} ${backend.host}`)) return own;
  if (backend.kind === 'outside') return outside.get(backend.host) ?? own;
  return model.intents.some(({ namespace }) => namespace === backend.namespace)
    ? { namespace: backend.namespace, exportTo: undefined }
    : own;
}
