import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { writeManifests } from '../functions/krm/write-manifests.ts';
import { fill, readmeParts } from './samples/readme.ts';
import { providerOf, readSample, renderItems, requestsOf, type Sample, sampleNames } from './samples/sample.ts';
import { suite } from './suite.ts';

/** Compares with a file; with UPDATE_GOLDENS the file is written, and the test fails all the same when it was another one. */
function golden(path: string, text: string): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (before !== text && process.env.UPDATE_GOLDENS) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  assert.fixture(text, before, `${path} is another one; read the difference, then npm run test:update`);
}

const rendered = (sample: Sample) => {
  const rendering = renderItems(sample.items);
  const errors = rendering.diagnostics.filter(({ severity }) => severity !== 'info').map(({ code, message }) => `${code} ${message}`);
  assert.equal(errors, [], 'a sample has neither errors nor warnings');
  return rendering;
};

suite(
  'samples: full manifests',
  Object.fromEntries(
    sampleNames.map((name) => [
      name,
      () => {
        const sample = readSample(name);
        golden(join(sample.folder, '.expected', providerOf(sample), 'resources.yaml'), writeManifests(rendered(sample).items));
      },
    ]),
  ),
);

suite(
  'samples: what their READMEs promise',
  Object.fromEntries(
    sampleNames.map((name) => [
      name,
      () => {
        const sample = readSample(name);
        const path = join(sample.folder, 'README.md');
        const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
        assert.match(text, '<!-- answers -->', `${path} shows the answers`);
        golden(path, fill(text, readmeParts(rendered(sample).answers, requestsOf(sample))));
      },
    ]),
  ),
);

suite(
  'samples: the order of the files does not matter',
  Object.fromEntries(
    sampleNames.map((name) => [
      name,
      () => {
        const { items } = readSample(name);
        const sorted = (text: string) => text.split(/^---\n/m).sort();
        assert.equal(sorted(writeManifests(renderItems(items.toReversed()).items)), sorted(writeManifests(renderItems(items).items)));
      },
    ]),
  ),
);
