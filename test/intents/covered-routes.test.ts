import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Match } from '../../functions/intent/model.ts';
import { covers, pathKey, wideKeys } from '../../functions/intent/resolve/covers.ts';
import { suite } from '../suite.ts';

const text = fc.array(fc.constantFrom('/', 'a', 'b', '//'), { maxLength: 6 }).map((parts) => `/${parts.join('')}`);
const path = fc.oneof(
  fc.constant(undefined),
  text.map((exact) => ({ exact })),
  text.map((prefix) => ({ prefix: prefix.replace(/(.)\/+$/, '$1') })),
  fc.constantFrom('.*', '/.*', '/a.*').map((regex) => ({ regex })),
);
const matchOf = (own: Match['path']): Match => (own === undefined ? {} : { path: own }) as Match;

suite('intents: routes that earlier ones cover', {
  'are all found by the paths that can cover theirs'() {
    fc.assert(
      fc.property(path, path, (wide, narrow) => {
        if (covers(matchOf(wide), matchOf(narrow))) assert.ok(wideKeys(narrow).includes(pathKey(wide)), JSON.stringify([wide, narrow]));
      }),
      { numRuns: 5000 },
    );
  },
});
