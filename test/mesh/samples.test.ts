import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Item } from '../../functions/krm/item.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { packageFiles } from '../conformance/case.ts';
import { readSample, renderItems, root, sampleNames, samplesFolder } from '../samples/sample.ts';
import { suite } from '../suite.ts';
import { brokenPromises, type Promised, readPromises } from './promises.ts';

const broken = ({ mesh, requests }: Promised) => requests.flatMap((request) => brokenPromises(mesh, request));

function rendered(written: readonly Item[]): readonly KubeObject[] {
  const { items, intents } = renderItems(written);
  return [...new Set([...items, ...intents.map(({ item }) => item)].map(({ object }) => object))];
}

suite(
  'the model says of every sample what real requests get',
  Object.fromEntries(
    sampleNames.map((name) => [
      name,
      () => {
        assert.equal(broken(readPromises(join(samplesFolder, name), rendered(readSample(name).items))), []);
      },
    ]),
  ),
);

const cases = join(root, 'test/conformance/cases');

suite(
  'the model says of every case what real requests get',
  Object.fromEntries(
    readdirSync(cases).map((name) => [
      name,
      () => {
        const written = packageFiles(join(cases, name)).flatMap((path) => parseFile(path, readFileSync(path)).value ?? []);
        assert.equal(broken(readPromises(join(cases, name), rendered(written))), []);
      },
    ]),
  ),
);
