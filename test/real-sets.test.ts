import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parseFile } from '../functions/krm/parse-file.ts';
import { renderItems, root } from './samples/sample.ts';
import { suite } from './suite.ts';

// Manifest sets of public repositories, said as intents: the breadth that users have.
const folder = join(root, 'test/fixtures/real-sets');

suite(
  'real sets: intents for manifests of public repositories',
  Object.fromEntries(
    readdirSync(folder).map((file) => [
      file,
      () => {
        const { value: items = [], diagnostics: unread } = parseFile(file, readFileSync(join(folder, file)));
        const { items: made, diagnostics } = renderItems(items);
        const errors = [...unread, ...diagnostics].filter(({ severity }) => severity === 'error');
        assert.equal(
          errors.map(({ code, message }) => `${code} ${message}`),
          [],
        );
        assert.ok(made.length > items.length, 'it makes objects');
      },
    ]),
  ),
);
