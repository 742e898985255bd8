import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { packageFiles, parseObjects } from '../conformance/case.ts';
import { readSample, renderItems, root, sampleNames, samplesFolder } from '../samples/sample.ts';
import { suite } from '../suite.ts';
import { brokenPromises, type Promised, readPromises } from './promises.ts';

const broken = ({ mesh, requests }: Promised) => requests.flatMap((request) => brokenPromises(mesh, request));

suite(
  'the model says of every sample what real requests get',
  Object.fromEntries(
    sampleNames.map((name) => [
      name,
      () => {
        const { items, intents } = renderItems(readSample(name).items);
        const objects = [...items, ...intents.map(({ item }) => item)].map(({ object }) => object);
        assert.equal(broken(readPromises(join(samplesFolder, name), [...new Set(objects)])), []);
      },
    ]),
  ),
);

const cases = join(root, 'test/conformance/cases');

suite(
  'the model says of every case of hand-written manifests what real requests get',
  Object.fromEntries(
    readdirSync(cases).map((name) => [
      name,
      () => {
        const objects = packageFiles(join(cases, name)).flatMap((path) => parseObjects(readFileSync(path, 'utf8')));
        assert.equal(broken(readPromises(join(cases, name), objects)), []);
      },
    ]),
  ),
);
