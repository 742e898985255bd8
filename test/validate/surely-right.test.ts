import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { checkFields } from '../../functions/validate/fields/check-fields.ts';
import { kindOf, splitVersion } from '../../functions/validate/fields/kinds.ts';
import type { Reference } from '../../functions/validate/fields/shape.ts';
import { isSurelyRight } from '../../functions/validate/fields/surely-right.ts';
import { mutated } from '../conformance/validation/mutate.ts';
import { judgedKinds, seeds } from '../conformance/validation/seeds.ts';
import { suite } from '../suite.ts';

const late = { code: 'GI1012', message: 'late' };

function shapeOfObject({ apiVersion, kind }: KubeObject): Reference | undefined {
  const { group, version } = splitVersion(apiVersion);
  return kindOf(group, kind)?.versions.get(version)?.shape;
}

const bases = judgedKinds()
  .flatMap((kind) => seeds(kind).map(({ object }) => object))
  .filter((object) => shapeOfObject(object) !== undefined);

/** What both say of an object: that it is surely right, and what is found in it. */
function both(object: KubeObject, marks: boolean) {
  const shape = shapeOfObject(object) as Reference;
  const marked = () => (marks ? late : undefined);
  return { isRight: isSurelyRight(shape, object, () => !marks), found: checkFields(object.kind, shape, object, marked) };
}

suite('isSurelyRight', {
  'tells nearly all right objects'() {
    const right = bases.filter((object) => both(object, false).found.length === 0);
    const unsure = right.filter((object) => !both(object, false).isRight);
    assert.ok(right.length > 100, `${right.length} objects are right`);
    assert.ok(unsure.length * 20 < right.length, `${unsure.length} of ${right.length} right objects are looked at twice`);
  },
  'never takes for right what the check of fields finds something in'() {
    fc.assert(
      fc.property(fc.constantFrom(...bases).chain(mutated), fc.boolean(), (object, marks) => {
        if (shapeOfObject(object) === undefined) return;
        const { isRight, found } = both(object, marks);
        if (isRight) assert.equal(found, []);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 3000) },
    );
  },
});
