import type { Backend, Exposure, Gateway } from '../../intent/model.ts';
import { groupBy } from '../../krm/group-by.ts';
import { needsSecret } from './client-tls.ts';
import { exportTo } from './egress/names.ts';

export interface OutsideUse {
  readonly exposure: Exposure;
  readonly backend: Backend;
}

/** An outside host that exposures lead to. */
export interface OutsideHost {
  readonly uses: readonly [OutsideUse, ...OutsideUse[]];
  /** Where its ServiceEntry lives: with the team that names it, or beside the gateway when there are several. */
  readonly namespace: string;
  /** The gateways that call it, and the namespaces of the routes that name it. */
  readonly exportTo: readonly string[] | undefined;
}

/** The outside backends of exposures, by the names that proxies know them by. */
export function outsideHosts(exposures: readonly Exposure[], gateways: ReadonlyMap<string, Gateway>): ReadonlyMap<string, OutsideHost> {
  const uses = exposures.flatMap((exposure) =>
    exposure.routes.flatMap(({ action }) =>
      action.kind === 'forward'
        ? action.backends.filter(({ kind }) => kind === 'outside').map((backend): OutsideUse => ({ exposure, backend }))
        : [],
    ),
  );
  return new Map(
    [...groupBy(uses, ({ backend }) => backend.host)].map(([host, same]) => [
      host,
      outsideHost(same as OutsideHost['uses'] & OutsideUse[], gateways),
    ]),
  );
}

function outsideHost(uses: readonly [OutsideUse, ...OutsideUse[]], gateways: ReadonlyMap<string, Gateway>): OutsideHost {
  const callers = uses.map(({ exposure }) => gateways.get(exposure.gateway ?? '')?.workload.namespace ?? exposure.namespace);
  const teams = [...new Set(uses.map(({ exposure }) => exposure.namespace))];
  const namespace = teams.length === 1 ? (teams[0] as string) : (callers[0] as string);
  // Only the gateway has the Secret that a connection needs: sidecars that saw the host would call it without.
  const seenBy = uses.some(({ exposure }) => needsSecret(exposure.backendPolicy?.tls)) ? callers : [...callers, ...teams];
  return { uses, namespace, exportTo: exportTo([...new Set(seenBy)], namespace) };
}
