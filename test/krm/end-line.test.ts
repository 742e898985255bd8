import * as assert from 'uvu/assert';
import { endLine } from '../../functions/krm/end-line.ts';
import { suite } from '../suite.ts';

suite('endLine', {
  'ends the last line'() {
    for (const text of ['a: 1', 'a: |', 'a: "|"', 'a: |-\n x', 'a: |\n x\nb: 1', 'a: |\n x\n# c', 'a: |\n  x\n # c', 'a: |\n x\n  '])
      assert.is(endLine(text), `${text}\n`);
    for (const text of ['', 'a: 1\n', 'a: |\n x\n']) assert.is(endLine(text), text);
    assert.is(endLine('a: 1', '\r\n'), 'a: 1\r\n');
  },
  // What Go's sigs.k8s.io/yaml reads is the same in both columns, and another value in `${text}\n`.
  'gives a literal value at the end no line break that Go did not read there'() {
    for (const [text, ended] of [
      ['a: |\n x', 'a: |-\n x\n'],
      ['a: >\n x\n\n y', 'a: >-\n x\n\n y\n'],
      ['a: |+\n x', 'a: |-\n x\n'],
      ['a: |2+ # c\n  x', 'a: |2- # c\n  x\n'],
      ['a:\n- b: &b !!str |\n\n    x\n    # x', 'a:\n- b: &b !!str |-\n\n    x\n    # x\n'],
      ['- - |\n   x', '- - |-\n   x\n'],
      ['a: |\r\n x', 'a: |-\r\n x\n'],
    ] as const)
      assert.is(endLine(text), ended);
  },
});
