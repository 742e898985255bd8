import * as assert from 'uvu/assert';
import { parseLabelSelector } from '../../functions/patch/label-selector.ts';
import { jsonMerge } from '../../functions/patch/merge/json-merge.ts';
import { mergeTypeOf } from '../../functions/patch/merge/merge-type.ts';
import { strategicMerge } from '../../functions/patch/merge/strategic-merge.ts';
import { suite } from '../suite.ts';

/** Original, patch, result: the examples of RFC 7386. */
const merges: readonly (readonly [unknown, unknown, unknown])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'foo' }, null, null],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

const labels = { app: 'web', 'k8s.io/tier': 'front', size: '7' };
/** Selectors that fit the labels above, and such that do not. */
const fitting = [
  '',
  'app',
  'app=web',
  'app==web',
  'app!=db',
  'none!=x',
  '!none',
  'app in (db, web)',
  'app notin (db)',
  'none notin (x)',
  'k8s.io/tier=front',
  'size>6',
  'size<8',
  'app = web , size in(7)',
  'app in (web),!none',
];
const unfitting = [
  'none',
  'app=db',
  'app!=web',
  '!app',
  'app in (db)',
  'none in (x)',
  'app notin (web)',
  'size>7',
  'size<7',
  'app>1',
  'app=web,size=8',
  'app=',
];
const unreadable = ['app ~ web', 'app=web=x', 'app in web', 'in (a)', ',', 'app,', 'a b', 'size>x', 'app=we b'];

const unexpected = ({ message }: { readonly message: string }) => assert.unreachable(message);

suite('merging', {
  'JSON merge patch does what RFC 7386 shows'() {
    for (const [original, patch, result] of merges) assert.equal(jsonMerge(original, patch), result, JSON.stringify([original, patch]));
  },
  'a core kind without lists that merge replaces lists'() {
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r' }, rules: [{ verbs: ['get'] }] };
    const type = mergeTypeOf('rbac.authorization.k8s.io/v1', 'Role');
    assert.equal(strategicMerge(role, { rules: [{ verbs: ['list'] }] }, type, unexpected).rules, [{ verbs: ['list'] }]);
  },
  'a map that Kubernetes replaces is replaced'() {
    const budget = { spec: { minAvailable: 1, selector: { matchLabels: { a: 'b' } } } };
    const merged = strategicMerge(
      budget,
      { spec: { selector: { matchLabels: { c: 'd' } } } },
      mergeTypeOf('policy/v1', 'PodDisruptionBudget'),
      unexpected,
    );
    assert.equal(merged, { spec: { minAvailable: 1, selector: { matchLabels: { c: 'd' } } } });
  },
  'label selectors are those of kubectl'() {
    const fits = (text: string) => {
      const test = parseLabelSelector(text);
      return typeof test === 'function' ? test(labels) : test.message;
    };
    for (const text of fitting) assert.is(fits(text), true, text);
    for (const text of unfitting) assert.is(fits(text), false, text);
    for (const text of unreadable) assert.type(fits(text), 'string', text);
  },
});
