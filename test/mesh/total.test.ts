import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { explain } from '../../functions/explain/explain.ts';
import { formatText } from '../../functions/explain/format-text.ts';
import { buildMesh } from '../../functions/mesh/build-mesh.ts';
import { requestOfUrl } from '../../functions/mesh/trace/request.ts';
import type { Written } from '../conformance/mesh/case.ts';
import { itemsOf } from '../conformance/mesh/case.ts';
import { generateGatewayApi } from '../conformance/mesh/generate-gateway-api.ts';
import { generateIngress } from '../conformance/mesh/generate-ingress.ts';
import { generateMesh } from '../conformance/mesh/generate-mesh.ts';
import { suite } from '../suite.ts';

const policies: readonly Written[] = [
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'p', namespace: 't1in' },
    spec: {
      action: 'DENY',
      rules: [
        {
          from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }],
          to: [{ operation: { paths: ['/a/{*}'] } }],
          when: [{ key: 'request.headers[x]', values: ['y'] }],
        },
      ],
    },
  },
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'j', namespace: 't1in' },
    spec: { jwtRules: [{ issuer: 'i', fromHeaders: [{ name: 'x' }], outputClaimToHeaders: [{ header: 'h', claim: 'c' }] }] },
  },
];

/** Some value of an object is replaced by something that nobody expects there. */
const broken = (objects: readonly Written[]): fc.Arbitrary<readonly Written[]> =>
  fc
    .array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom<unknown>(null, [], {}, '', 'x', -1, 1e9, true, [null], [[]], { a: null })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((changes) => {
      const copy = structuredClone(objects) as Written[];
      for (const [which, where, value] of changes) {
        const object = copy[which % copy.length] as unknown as Record<string, unknown>;
        const places = placesIn(object.spec ?? object.data ?? {});
        const place = places[where % Math.max(1, places.length)];
        if (place) place.holder[place.key] = value;
      }
      return copy;
    });

function placesIn(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (value === null || typeof value !== 'object') return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

suite('the model takes any object, whatever its fields hold', {
  'requests from outside and from workloads'() {
    const bases = [generateIngress(1, 't1'), generateMesh(1, 't1'), generateGatewayApi(1, 't1'), generateGatewayApi(2, 't1')].map(
      ({ objects }) => [...objects, ...policies],
    );
    fc.assert(
      fc.property(fc.constantFrom(...bases).chain(broken), (objects) => {
        const mesh = buildMesh(itemsOf(objects), { complete: true });
        for (const url of ['http://x.t1.com/api', 'https://y.t1.com/old?a=1', 'tls://x.t1.com:8443', 'tcp://x.t1.com:9000']) {
          const request = requestOfUrl(url, { claims: { iss: 'i' }, headers: { x: 'y' } });
          const outside = formatText(explain(mesh, { kind: 'outside' }, request));
          const inside = formatText(explain(mesh, { kind: 'workload', namespace: 't1a', name: 'web-v1' }, request));
          assert.not.match(outside + inside, /undefined|\[object|NaN/);
        }
      }),
      { numRuns: 150 },
    );
  },
});
