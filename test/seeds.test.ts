import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parseFile } from '../functions/krm/parse-file.ts';
import { renderItems, root } from './samples/sample.ts';
import { suite } from './suite.ts';

/** One block of intents of docs/seeds.md, and the objects that the table below it names. */
interface Section {
  readonly yaml: string;
  readonly objects: readonly string[];
  readonly manifestLines: number;
}

const files = ['docs/seeds.md', ...readdirSync(join(root, 'docs/seeds')).map((name) => `docs/seeds/${name}`)];
const text = files.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
const sections: readonly Section[] = text
  .split('```yaml\n')
  .slice(1)
  .map((part) => {
    const [yaml = '', rest = ''] = part.split('\n```\n');
    const rows = rest.split('\n').filter((line) => /^\| .* \|$/.test(line) && !line.includes('---|'));
    const cells = rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| /, '').trim()));
    return {
      yaml,
      objects: cells.map(([, , object = '']) => object).filter((object) => /^[A-Z]\w+ [a-z]/.test(object)),
      manifestLines: cells.reduce((sum, [, lines = '']) => sum + (Number(lines) || 0), 0),
    };
  });

const lines = (yaml: string): number => yaml.split('\n').filter((line) => line !== '---').length;

suite(
  'seeds: every row is produced by its intent',
  Object.fromEntries(
    sections.map(({ yaml, objects }, index) => [
      `block ${index + 1}`,
      () => {
        const { value: items = [] } = parseFile('docs/seeds.md', new TextEncoder().encode(yaml));
        const { items: made, diagnostics } = renderItems(items);
        assert.equal(
          diagnostics.filter(({ severity }) => severity !== 'info').map(({ message }) => message),
          [],
        );
        const names = made.map(({ id }) => `${id.kind} ${id.namespace === undefined ? '' : `${id.namespace}/`}${id.name}`);
        assert.ok(objects.length > 0, 'the table names objects');
        for (const object of objects) assert.ok(names.includes(object), `${object} is among ${names.join(', ')}`);
      },
    ]),
  ),
);

suite('seeds: intents are short', {
  'at most one sixth of the lines of the manifests'() {
    const manifests = sections.reduce((sum, section) => sum + section.manifestLines, 0);
    const intents = sections.reduce((sum, { yaml }) => sum + lines(yaml), 0);
    assert.ok(intents * 6 <= manifests, `${intents} lines for ${manifests}`);
  },
});
