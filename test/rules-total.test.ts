import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { mutated } from './conformance/validation/mutate.ts';
import { askOurs } from './conformance/validation/ours.ts';
import { judgedKinds, seeds } from './conformance/validation/seeds.ts';
import { suite } from './suite.ts';

suite('rules', {
  'take any object, whatever its fields hold'() {
    for (const kind of judgedKinds()) {
      const bases = seeds(kind).map(({ object }) => object);
      const objects = fc.array(fc.constantFrom(...bases).chain(mutated), { minLength: 20, maxLength: 20 });
      fc.assert(
        fc.property(objects, (made) => {
          for (const { message } of askOurs(made).flat()) assert.not.match(message, /undefined|\[object/);
        }),
        { numRuns: 1 },
      );
    }
  },
});
