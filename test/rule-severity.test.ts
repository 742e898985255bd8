import * as assert from 'uvu/assert';
import type { Item } from '../functions/krm/item.ts';
import { parseFile } from '../functions/krm/parse-file.ts';
import { buildMesh } from '../functions/mesh/build-mesh.ts';
import { validate } from '../functions/validate/validate.ts';
import { buildWorld } from '../functions/validate/world.ts';
import { suite } from './suite.ts';

const itemsOf = (text: string): readonly Item[] => parseFile('objects.yaml', new TextEncoder().encode(text)).value ?? [];

const severities = (items: readonly Item[]): readonly string[] =>
  validate(buildWorld(items, { mesh: buildMesh(items) })).map(({ code, severity }) => `${code} ${severity}`);

const misspelt = (apiVersion: string, kind: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: shop, namespace: shop, label: {app: shop}}\n`;

suite('severities', {
  'what the API server refuses of its own kinds is a warning in a hand-written object'() {
    assert.equal(severities(itemsOf(misspelt('v1', 'ConfigMap'))), ['GI1001 warning']);
  },
  'and an error in an object that is made here'() {
    const items = itemsOf(misspelt('v1', 'ConfigMap')).map((item) => ({
      ...item,
      id: item.id,
      object: item.object,
      origin: { item, path: [] },
    }));
    assert.equal(severities(items), ['GI1001 error']);
  },
  'kinds of the mesh are judged as they are'() {
    assert.ok(
      severities(itemsOf(`${misspelt('networking.istio.io/v1', 'Sidecar')}spec: {egress: [{hosts: ["./*"]}]}\n`)).includes('GI1001 error'),
    );
  },
});
