import type { Gateway, Model } from '../../../intent/model.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import { serviceReference } from '../../gateway-api/backend-refs.ts';
import { backendTLSPolicies } from '../../gateway-api/backend-tls-policies.ts';
import { clientAuthorities } from '../../gateway-api/client-authorities.ts';
import type { Dialect } from '../../gateway-api/dialect.ts';
import { requireHTTP2 } from '../../gateway-api/http2-backends.ts';
import { standardOrder } from '../../gateway-api/match-order.ts';
import { mutualSecret } from '../../gateway-api/mutual-secret.ts';
import { referenceGrants } from '../../gateway-api/reference-grants.ts';
import { reportProblems } from '../../gateway-api/report-problems.ts';
import { routingObjects, routings } from '../../gateway-api/routing.ts';
import type { Made } from '../../made.ts';
import type { Stage } from '../../stage.ts';
import type { ProviderContext } from '../provider.ts';

/** Only what every class has in common. */
const dialect: Dialect = {
  className: ({ spec }) => spec.class?.name ?? '',
  order: standardOrder,
  tlsOptions: () => undefined,
  timeout: ({ timeout }) => timeout,
  reference: serviceReference,
  ownHost: 'rewrite',
  hiddenHeaders: () => [],
  ruleNames:
    () =>
    ({ route }) =>
      route.name,
  filters: () => [],
};

/** Gateways of any class of the Gateway API: its standard objects, and nothing for whoever runs the pods. */
export function gatewayApi(model: Model, gateways: readonly Gateway[], context: ProviderContext): Made[] {
  const routed = routings(model, gateways, dialect, context.existing);
  for (const routing of routed) {
    reportProblems(routing, dialect, context.stage);
    reportClass(routing.gateway, context.stage);
    requireHTTP2(routing, context.existing, context.stage);
  }
  const routes = routed.flatMap((routing) => {
    const { gateway } = routing;
    const clientSecret = mutualSecret(model, gateway, context.stage);
    const authorities = clientAuthorities(gateway, ({ secretName, clientValidation }) => clientValidation?.caSecretName ?? secretName);
    const backend = clientSecret === undefined ? undefined : { backend: { clientCertificateRef: { name: clientSecret } } };
    const tls = authorities === undefined && backend === undefined ? undefined : { ...authorities, ...backend };
    return routingObjects(routing, model, dialect, { spec: { tls } });
  });
  const policies = gateways.flatMap((gateway) => backendTLSPolicies(model, gateway, context.stage));
  return [...routes, ...policies, ...referenceGrants(routes)];
}

function reportClass({ spec, key, origin, management, intent }: Gateway, stage: Stage): void {
  if (spec.class?.name !== undefined || management === 'External') return;
  stage.report(
    findingAt('GI0503', intent.item, origin.path, {
      message: `gateway "${key}" needs \`class.name\`: provider "gateway-api" works with every class and prefers none`,
      fix: 'add `class: {name: …}` with the GatewayClass of the cluster',
    }),
  );
}
