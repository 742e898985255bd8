import * as assert from 'uvu/assert';
import { limits, support } from '../../functions/expand/support/support.ts';
import { groupBy } from '../../functions/krm/group-by.ts';
import { suite } from '../suite.ts';
import { baseOutput, outcome, type Variant, variants } from './leaf-effect.ts';
import { leafValue } from './leaf-values.ts';
import { type Leaf, schemaLeaves } from './schema-leaves.ts';

const leaves = schemaLeaves();

/** Fields that other stages than the providers read, or that are facts for the findings alone. */
const elsewhere: Readonly<Record<string, string>> = {
  provider: 'chooses the provider',
  platform: 'decides how a change is told that nobody can make in the package',
  'mesh.outboundTrafficPolicy': 'a fact that checks and rules read',
  'mesh.gatewayScope': 'a fact that rules read',
  'mesh.controlPlane.name': 'a fact for provider mesh-gateway',
  'mesh.controlPlane.namespace': 'a fact for provider mesh-gateway',
  'expose[].weightsOwner': 'keeps weights that the package has already',
  'egress[].tlsOrigination.validation': 'says with a word what `ca` says',
};
const stages = /^(patches|checks)/;

/** Facts that one provider reads are true for the others too, and a class of somebody else is never run by the intent. */
const sameThere = (field: string, { provider, name }: Variant): boolean =>
  (field.startsWith('mesh.envoyGateway.') && provider !== 'envoy-gateway') ||
  (field === 'mesh.envoyGateway.sidecars' && name !== provider) ||
  (['mesh.revision', 'mesh.version'].includes(field) && ['envoy-gateway', 'gateway-api'].includes(name)) ||
  (field === 'mesh.version' && name === 'envoy-gateway in the mesh') ||
  (field === 'mesh.revision' && provider === 'mesh-gateway') ||
  (['mesh.trustDomain', 'gateways[].management'].includes(field) && provider === 'gateway-api') ||
  (field === 'mesh.trustDomain' && name === 'envoy-gateway') ||
  (field === 'gateways[].deployment.disruptionBudget.policy' && name === 'mesh-gateway of Banzai Cloud'); // makes none of its own

/** Two values of a field that mean the same, and why. */
const synonyms: Readonly<Record<string, string>> = {
  'egress[].ports[].protocol: HTTPS = TLS': 'both are passed through by the server name',
};

suite('support matrix', {
  'names fields that the schema has': () => {
    const fields = leaves.map(({ field }) => field);
    const known = (name: string): boolean => {
      const plain = name.replace(/\.\*$/, '');
      return fields.some((field) => `${field}.`.includes(plain.startsWith('**.') ? `.${plain.slice(3)}` : plain));
    };
    assert.equal(
      limits.map(({ field }) => field).filter((name) => !known(name)),
      [],
    );
  },
  'says nothing of a field twice for one provider': () => {
    const whole = limits
      .filter(({ only }) => only === undefined)
      .flatMap(({ field, providers: names }) => names.map((name) => `${name} ${field}`));
    assert.is(new Set(whole).size, whole.length);
  },
  'answers for a provider and a field': () => {
    assert.is(support('istio', 'expose[].routes[].fault'), true);
    const found = support('gateway-api', 'expose[].routes[].fault');
    assert.ok(found !== true && found[0]?.reason.includes('no faults'));
  },
});

const judged = (variant: Variant): readonly Leaf[] =>
  leaves.filter(({ field }) => !(field in elsewhere) && !stages.test(field) && !sameThere(field, variant));

suite(
  'every field has an effect or is refused',
  Object.fromEntries(
    variants.map((variant) => [
      variant.name,
      () => {
        const odd = judged(variant).flatMap((leaf) => {
          const { refused, broken, output } = outcome(leaf, leafValue(leaf, variant.provider), variant);
          if (broken !== undefined) return [`${leaf.field}: the test's own value is wrong: ${broken}`];
          return refused || output !== baseOutput(leaf, variant) ? [] : [`${leaf.field}: nothing`];
        });
        assert.is(odd.join('\n'), '');
      },
    ]),
  ),
);

suite(
  'no two values of a field that a provider accepts do the same',
  Object.fromEntries(
    variants.map((variant) => [
      variant.name,
      () => {
        const odd = judged(variant).flatMap((leaf) => {
          const outcomes = (leaf.schema.enum ?? []).map((value) => ({ value, ...outcome(leaf, value, variant) }));
          const taken = outcomes.filter(({ refused, broken }) => !refused && broken === undefined);
          return [...groupBy(taken, ({ output }) => output).values()]
            .filter((same) => same.length > 1)
            .map((same) => `${leaf.field}: ${same.map(({ value }) => value).join(' = ')}`)
            .filter((line) => !(line in synonyms));
        });
        assert.is(odd.join('\n'), '');
      },
    ]),
  ),
);
