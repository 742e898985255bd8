import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Facts, Gateway, NamespaceModel, ServerTLS } from '../model.ts';
import { authProblems } from './auth-problems.ts';
import { replicaNumbers } from './replicas.ts';
import { placeOf } from './server-entries.ts';
import { tlsProblems } from './tls-problems.ts';

/** What is wrong with a gateway's declaration beyond its schema. */
export function* gatewayProblems(gateway: Gateway, facts: Facts, namespaces: readonly NamespaceModel[]): Generator<Diagnostic> {
  if (!gateway.declared) return;
  yield* budgetProblems(gateway);
  yield* injectionProblems(gateway, namespaces);
  yield* certificateProblems(gateway);
  yield* authorityProblems(gateway, facts);
  yield* networkProblems(gateway, facts);
  yield* tlsProblems(gateway);
  yield* authProblems(gateway.spec.auth, gateway.intent.item, at(gateway, 'auth'));
}

const at = (gateway: Gateway, ...steps: Path): Path => [...gateway.origin.path, ...steps];

/** A budget that leaves no pod free to go blocks every drain of a node. */
function* budgetProblems(gateway: Gateway): Generator<Diagnostic> {
  const budget = gateway.spec.deployment?.disruptionBudget;
  const { min } = replicaNumbers(gateway.spec);
  const stays = budget?.minAvailable;
  const goes = budget?.maxUnavailable;
  const blocks = (typeof stays === 'number' && stays >= min) || stays === '100%' || goes === 0 || goes === '0%' || goes === '0';
  if (!blocks) return;
  const path = at(gateway, 'deployment', 'disruptionBudget');
  yield findingAt('GI0401', gateway.intent.item, path, {
    message: `\`${formatPath(path)}\` never lets a pod go: ${stays === undefined ? `\`maxUnavailable\` is ${goes}` : `${stays} must stay, and only ${min} ${min === 1 ? 'is' : 'are'} sure to run`}`,
    fix: min > 1 ? `use \`minAvailable: ${min - 1}\`` : 'use `policy: None`, or let `replicas.min` be 2 or more',
  });
}

/** Pods of a gateway are made by injection. */
function* injectionProblems(gateway: Gateway, namespaces: readonly NamespaceModel[]): Generator<Diagnostic> {
  if (gateway.management !== 'Full' || gateway.provider !== 'istio') return;
  const disabled = namespaces.find(({ name, injection }) => name === gateway.namespace && injection === 'Disabled');
  if (disabled === undefined) return;
  yield findingAt('GI0402', disabled.origin.item, [...disabled.origin.path, 'injection'], {
    message: `\`${formatPath([...disabled.origin.path, 'injection'])}\` keeps the proxy out of the pods of gateway "${gateway.key}" (${placeOf(gateway.origin)})`,
    fix: 'remove `injection: Disabled`, or move the gateway to another namespace',
  });
}

/** A browser reuses a connection for every host of its certificate, and so gets past the demand for its own. */
function* certificateProblems(gateway: Gateway): Generator<Diagnostic> {
  const demands = ({ clientValidation }: ServerTLS): string => clientValidation?.mode ?? (clientValidation ? 'Required' : 'none');
  const seen = new Map<string, (typeof gateway.servers)[number]>();
  for (const server of gateway.servers) {
    const name = server.tls?.secretName;
    if (server.tls === undefined || name === undefined) continue;
    const other = seen.get(name);
    if (other === undefined) seen.set(name, server);
    else if (other.port === server.port && other.tls !== undefined && demands(other.tls) !== demands(server.tls)) {
      const [origin] = server.origins;
      if (origin === undefined) continue;
      yield findingAt('GI0301', origin.item, [...origin.path, 'tls'], {
        message: `"${server.hosts[0]?.host}" and "${other.hosts[0]?.host}" (${placeOf(other.origins[0])}) share certificate "${name}" but demand different client certificates`,
        fix: 'give one of them a certificate of its own, without the name of the other',
      });
    }
  }
}

/** Istio before 1.30 looks for the CA of clients in two places only. */
function* authorityProblems(gateway: Gateway, { version }: Facts): Generator<Diagnostic> {
  if (gateway.provider === 'envoy-gateway' || gateway.provider === 'gateway-api') return;
  const knows = version !== undefined && (version[0] > 1 || version[1] >= 30);
  for (const { tls, origins } of gateway.servers) {
    const name = tls?.clientValidation?.caSecretName;
    const [origin] = origins;
    if (name === undefined || origin === undefined || knows || name === `${tls?.secretName}-cacert` || name === tls?.secretName) continue;
    const path = [...origin.path, 'tls', 'clientValidation', 'caSecretName'];
    yield findingAt('GI0304', origin.item, path, {
      message: `\`${formatPath(path)}\` "${name}" is found by Istio 1.30 and newer only; ${version === undefined ? '`mesh.version` is not set' : `\`mesh.version\` is ${version.join('.')}`}`,
      fix: `name the Secret "${tls?.secretName}-cacert", put \`ca.crt\` into "${tls?.secretName}", or set \`mesh.version\``,
    });
  }
}

function* networkProblems(gateway: Gateway, { network }: Facts): Generator<Diagnostic> {
  if (gateway.type !== 'EastWest' || network !== undefined) return;
  yield findingAt('GI0403', gateway.intent.item, at(gateway, 'type'), {
    message: `\`${formatPath(at(gateway, 'type'))}\` EastWest needs \`spec.mesh.network\`: other clusters find the gateway by the network that it stands for`,
    fix: 'add `mesh: {network: …}` to the spec',
  });
}
