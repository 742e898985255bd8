import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { commentsOf } from '../../functions/krm/comments.ts';
import { formatObject } from '../../functions/krm/format-object.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { suite } from '../suite.ts';

const scalar = fc.constantFrom<unknown>('a', 'b c', '# d', 'x: y', 'two\nlines\n', '- e\n  f', "it's #1", 7, true, null, '', '$& $1');
const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'name', 'b#', 'list', 'x/y.z', '5'), tie('node'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).node;

/** The text with comments at some lines, above them and behind them; lines of literal blocks are left alone. */
function commented(text: string, wishes: readonly number[]): string {
  let literal = Number.POSITIVE_INFINITY;
  const lines = text
    .trimEnd()
    .split('\n')
    .flatMap((line, index) => {
      const indent = line.search(/\S/);
      if (indent === -1 || indent > literal) return [line];
      const dashes = /^ *(?:- )*/.exec(line)?.[0] ?? '';
      const opens = /(?:^|[: ])\|[-+]?$/.test(line);
      // The value of a key belongs to the key, that of a dash to the last dash.
      literal = !opens
        ? Number.POSITIVE_INFINITY
        : dashes.length < line.length - 1 && /: \|[-+]?$/.test(line)
          ? dashes.length
          : dashes.length - 2;
      const wish = wishes[index % wishes.length] ?? 0;
      const above = wish & 1 ? [`${' '.repeat(indent)}# above ${index}, it's "$&"`] : [];
      return [...above, wish & 2 ? `${line} # behind ${index}: $1` : line];
    });
  return `${lines.join('\n')}\n`;
}

suite('comments', {
  'all stay where they are when an object is written again'() {
    fc.assert(
      fc.property(value, fc.array(fc.nat(3), { minLength: 1, maxLength: 7 }), (spec, wishes) => {
        const object = { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, spec } as KubeObject;
        const text = commented(formatObject(object), wishes);
        assert.is(formatObject(object, commentsOf(text, object)), text);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 500) },
    );
  },
});
