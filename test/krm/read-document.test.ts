import * as assert from 'uvu/assert';
import { readYaml } from '../../functions/krm/library-yaml.ts';
import { readDocument } from '../../functions/krm/read-document.ts';
import { suite } from '../suite.ts';

suite('readDocument', {
  'reads what the library reads, whatever stands before the first key'() {
    for (const text of [
      'v1\n',
      'yes',
      'true # no\n',
      '',
      '# a\n',
      '[]\n',
      'a: 1\nb: [x, y]\n',
      '  a: 1\n  b: 2\n',
      '# about\n\n---\n# more\na: {b: c}\n',
      '---\na: |\n  text\n',
      '--- # said\na: 1\n',
      'a: 1\r\nb: 2\r\n',
      'a: &x 1\nb: *x\n',
      '"a": 1\n',
      'a: 1\na: 2\n',
      'a: [\n',
      'a:\n- b\n---\nc: d\n',
    ])
      assert.equal(readDocument(text), readYaml(text), text);
  },
});
