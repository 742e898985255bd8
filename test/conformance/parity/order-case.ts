import type { Diagnostic } from '../../../functions/diagnostics/diagnostic.ts';
import type { ProviderName } from '../../../functions/intent/model.ts';
import { writeManifests } from '../../../functions/krm/write-manifests.ts';
import { type Case, formatObjects, parseObjects } from '../case.ts';
import type { Contestant } from './contestants.ts';
import { renderText } from './intents.ts';
import { type OrderedHost, orderedHosts, orderedRequests } from './orders.ts';

/** Hosts with overlapping routes for a contestant: those routes that it is not refused, and how many it is. */
export function readOrderCase(contestant: Contestant, count: number, seed: number): { readonly subject: Case; readonly refused: number } {
  const sound = accepted(orderedHosts(count, seed), { provider: 'istio' }, () => true);
  const hosts = accepted(sound, contestant, ({ code }) => code === 'GI0502');
  const manifests = writeManifests(renderText(intentText(hosts, contestant)).items);
  const objects = parseObjects(manifests);
  return {
    subject: {
      name: 'orders',
      folder: '',
      text: manifests,
      objects,
      world: contestant.world(objects),
      requests: { requests: hosts.flatMap(orderedRequests) },
      facts: { messages: [], pods: [], templates: {} },
    },
    refused: routeCount(sound) - routeCount(hosts),
  };
}

const routeCount = (hosts: readonly OrderedHost[]): number => hosts.reduce((sum, { routes }) => sum + routes.length, 0);

type Renderer = Pick<Contestant, 'provider' | 'class'>;

/** Takes out the routes that findings name until nothing is found any more; findings that may not be are thrown. */
function accepted(hosts: readonly OrderedHost[], renderer: Renderer, mayBe: (found: Diagnostic) => boolean): OrderedHost[] {
  let left = [...hosts];
  for (;;) {
    const found = renderText(intentText(left, renderer)).diagnostics.filter(({ severity }) => severity === 'error');
    const odd = found.find((one) => !mayBe(one) || one.path?.[3] !== 'routes');
    if (odd) throw new Error(`${odd.code} ${odd.message}`);
    if (found.length === 0) return left;
    const named = new Set(found.map(({ path = [] }) => `${path[2]} ${path[4]}`));
    left = left.map((host, index) => ({ ...host, routes: host.routes.filter((_, number) => !named.has(`${index} ${number}`)) }));
  }
}

function intentText(hosts: readonly OrderedHost[], { provider, class: className }: Renderer): string {
  const spec = {
    provider: provider satisfies ProviderName,
    gateways: [{ name: 'public', ...(className === undefined ? {} : { class: { name: className } }) }],
    expose: hosts.map(({ host, routes }) => ({
      hosts: [host],
      routes: routes.map(({ condition, backend }) => ({
        ...(Object.keys(condition).length > 0 ? { match: [condition] } : {}),
        to: `${backend}:8080`,
      })),
    })),
  };
  const metadata = { name: 'orders', namespace: 'shop' };
  return formatObjects([{ apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', metadata, spec }]);
}
