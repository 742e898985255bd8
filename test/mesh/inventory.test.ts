import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { inventory } from '../../functions/mesh/inventory/inventory.ts';
import { suite } from '../suite.ts';

const kind = 'AuthorizationPolicy';
const group = 'security.istio.io';

const document = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  namespace: fc.constantFrom('', 'default', 'shop'),
  spec: fc.constantFrom('{action: DENY}', '{}', '"unclosed', '{a: 1, a: 2}'),
});
type Written = typeof document extends fc.Arbitrary<infer Value> ? Value : never;

const textOf = ({ name, namespace, spec }: Written): string =>
  `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${namespace && `  namespace: ${namespace}\n`}spec: ${spec}\n`;

const itemsOf = (all: readonly Written[]) => all.flatMap((one, at) => parseFile(`${at}.yaml`, Buffer.from(textOf(one))).value ?? []);

suite('the objects of a package', {
  'are the same by kind and by namespace, whichever is asked for first'() {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 8 }), fc.boolean(), (written, kindFirst) => {
        const objects = inventory(itemsOf(written), 'default');
        const all = () => objects.ofKind(group, kind);
        if (kindFirst) all();
        for (const namespace of ['default', 'shop'])
          assert.equal(
            objects.inNamespace(group, kind, namespace).map(({ source }) => source.file),
            all()
              .filter((item) => objects.namespaceOf(item) === namespace)
              .map(({ source }) => source.file),
          );
      }),
    );
  },
  'are those that can be read, the last one of each name'() {
    const objects = inventory(
      itemsOf([
        { name: 'a', namespace: 'shop', spec: '{}' },
        { name: 'a', namespace: 'shop', spec: '{action: DENY}' },
        { name: 'a', namespace: 'shop', spec: '"unclosed' },
      ]),
      'default',
    );
    assert.equal(objects.find(group, kind, 'shop', 'a')?.source.file, '1.yaml');
    assert.equal(objects.ofKind(group, kind).length, 1);
  },
});
