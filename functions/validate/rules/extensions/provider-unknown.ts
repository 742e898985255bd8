import { writtenMeshConfigs } from '../../../mesh/inventory/mesh-configs.ts';
import { asList, asRecord, asText } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { at, deep, list, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { isTypo } from '../../syntax/typo.ts';

export const providerUnknown: Rule = {
  code: 'GI2720',
  name: 'provider-unknown',
  severity: 'error',
  summary: 'A provider that a policy or Telemetry names must be one of the mesh configuration.',
  why: 'istiod says so in its log only: requests that the policy is for are denied, and nothing is logged, counted or traced',
  fix: 'correct the name, or add the provider to `extensionProviders` of the mesh configuration',
  source: 'istio/istio, pilot/pkg/security/authz/builder/extauthz.go (getExtensionProvider)',
  *check(world) {
    const known = providers(world);
    const isSingle = writtenMeshConfigs(world.mesh.objects).length < 2;
    if (known.size === 0) return;
    for (const name of [...ofPolicies(world), ...ofTelemetries(world)]) {
      const written = text(name);
      if (written === '' || known.has(written)) continue;
      const near = [...known].find((other) => isTypo(written, other));
      if (!world.complete && near === undefined && !isSingle) continue; // they may be for several meshes
      const fix = near === undefined ? {} : { fix: `did you mean "${near}"?` };
      const place = world.complete ? '' : ' in the files';
      yield wrong(name, `"${written}" is no provider of the mesh configuration${place}`, {
        ...fix,
        ...(world.complete ? {} : { severity: 'warning' }),
      });
    }
  },
};

/** What Istio brings along. */
const builtIn = ['prometheus', 'stackdriver', 'envoy'];

/** Of all mesh configurations of the files; none where none of them has any: then they are told elsewhere. */
function providers({ mesh, complete }: World): ReadonlySet<string> {
  const configs = writtenMeshConfigs(mesh.objects).map(({ value }) => value);
  const written = [...configs, mesh.settings.meshConfig].flatMap(({ extensionProviders }) =>
    asList(extensionProviders).map((entry) => asText(asRecord(entry).name)),
  );
  return new Set(written.length > 0 || (complete && configs.length > 0) ? [...builtIn, ...written] : []);
}

const ofPolicies = (world: World): readonly Spot[] =>
  world
    .ofKind('security.istio.io', 'AuthorizationPolicy')
    .map((item) => at(rootOf(item), 'spec'))
    .filter((spec) => text(at(spec, 'action')) === 'CUSTOM')
    .map((spec) => deep(spec, 'provider', 'name'));

const ofTelemetries = (world: World): readonly Spot[] =>
  world
    .ofKind('telemetry.istio.io', 'Telemetry')
    .map((item) => at(rootOf(item), 'spec'))
    .flatMap((spec) => ['accessLogging', 'metrics', 'tracing'].flatMap((field) => list(spec, field)))
    .flatMap((entry) => list(entry, 'providers').map((provider) => at(provider, 'name')));
