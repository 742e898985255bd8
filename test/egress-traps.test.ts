import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { itemsOf } from './conformance/intents/compare-with-istiod.ts';
import { accessTraps } from './egress-traps/access-traps.ts';
import { gatewayTraps } from './egress-traps/gateway-traps.ts';
import { egressIntents } from './egress-traps/generate.ts';
import { readMade } from './egress-traps/package.ts';
import { entryTraps, routeTraps } from './egress-traps/traps.ts';
import { renderItems } from './samples/sample.ts';
import { suite } from './suite.ts';

const traps = { ...entryTraps, ...routeTraps, ...gatewayTraps, ...accessTraps };

const rendered = fc
  .sample(egressIntents, { numRuns: Number(process.env.EGRESS_RUNS ?? 150), seed: Number(process.env.EGRESS_SEED ?? 3) })
  .map((intents) => ({ intents, rendering: renderItems(itemsOf(intents)) }))
  .map(({ intents, rendering: { items, diagnostics } }) => ({
    intents,
    items,
    errors: diagnostics.filter(({ severity }) => severity === 'error'),
  }));

/** Intents that are refused fall into no trap; those that are rendered must not. */
const valid = rendered
  .filter(({ errors }) => errors.length === 0)
  .map(({ intents, items }) => ({
    intents,
    made: readMade(items.filter(({ id }) => id.kind !== 'GatewayIntent').map(({ object }) => object)),
  }));

suite('egress: no trap can be produced', {
  ...Object.fromEntries(
    Object.entries(traps).map(([title, caught]) => [
      title,
      () => {
        for (const { intents, made } of valid) assert.equal(caught(made), [], JSON.stringify(intents));
      },
    ]),
  ),
  'enough of what is generated is valid, and reaches every kind of way'() {
    assert.ok(valid.length * 3 > rendered.length, `${valid.length} of ${rendered.length}`);
    const modes = new Set(
      valid.flatMap(({ made }) =>
        made.policies.flatMap(({ ports, subsets }) => [...ports, ...subsets.flatMap((subset) => subset.ports)].map(({ tls }) => tls?.mode)),
      ),
    );
    for (const mode of ['SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']) assert.ok(modes.has(mode), mode);
    const kinds = new Set(valid.flatMap(({ made }) => made.objects.map(({ kind }) => kind)));
    for (const kind of ['ServiceEntry', 'VirtualService', 'DestinationRule', 'AuthorizationPolicy', 'Sidecar', 'NetworkPolicy'])
      assert.ok(kinds.has(kind), kind);
  },
  'what is refused is refused in the words of the intent, not of what would have been made'() {
    const late = rendered.flatMap(({ errors, intents }) =>
      errors
        .filter(({ code }) => !code.startsWith('GI02') && !code.startsWith('GI03'))
        .map(({ code, message }) => `${code} ${message} ${JSON.stringify(intents)}`),
    );
    assert.equal(late, []);
  },
});
