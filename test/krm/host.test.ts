import * as assert from 'uvu/assert';
import { answeredItems, detectHost, separateConfig } from '../../functions/krm/host.ts';
import { parseResourceList } from '../../functions/krm/parse-resource-list.ts';
import type { ResourceList } from '../../functions/krm/resource-list.ts';
import { suite } from '../suite.ts';

const list = (items: string, config = ''): ResourceList =>
  parseResourceList(Buffer.from(`apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:${items || ' []\n'}${config}`))
    .value as ResourceList;

const intent = (annotations: string, margin = '  ') =>
  `apiVersion: gatewayintent.dev/v1alpha1\nkind: GatewayIntent\nmetadata:\n  name: shop\n  namespace: shop\n${annotations === '' ? '' : `  annotations:\n${annotations}`}`.replaceAll(
    /\n(?=.)/g,
    `\n${margin}`,
  );

const index =
  "    config.kubernetes.io/index: '0'\n    internal.config.kubernetes.io/index: '0'\n    internal.config.kubernetes.io/id: '1'\n    config.k8s.io/id: '1'\n";
const path = "    config.kubernetes.io/path: 'shop.yaml'\n    internal.config.kubernetes.io/path: 'shop.yaml'\n";
const packagePath = "    internal.config.kubernetes.io/package-path: '/packages/shop'\n";
const resourceId = '    kustomize.config.k8s.io/id: |\n      kind: GatewayIntent\n      name: shop\n';
const isFunction = "    config.kubernetes.io/function: 'exec: {path: gateway-intent}'\n    config.kubernetes.io/local-config: 'true'\n";
const origin = '    config.kubernetes.io/origin: |\n      path: shop.yaml\n';

const item = (annotations: string) => `\n- ${intent(annotations)}`;
const config = (annotations: string) => `functionConfig:\n  ${intent(annotations)}`;
const settings = (annotations = '') =>
  `functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: settings\n${annotations && `    annotations:\n${annotations.replaceAll(/^/gm, '  ').trimEnd()}\n`}`;
const input = 'functionConfig:\n  metadata:\n    name: function-input\n  data: {}\n  kind: ConfigMap\n  apiVersion: v1\n';

/** What each host sends, and how it is recognised. */
const sent: Readonly<Record<string, readonly [ResourceList, string]>> = {
  'kpt render': [list(item(index + packagePath + path)), 'kpt render'],
  'kpt render with configPath': [list(item(index + packagePath + path), config(index + packagePath + path)), 'kpt render'],
  'kpt eval': [list(item(index + path), input), 'kpt eval'],
  'kpt eval of an empty folder': [list('', input), 'kpt eval'],
  'kpt with a config that is made for Kustomize too': [list(item(index + path), config(isFunction)), 'kpt eval'],
  'a generator of Kustomize': [list(item(index + isFunction), config(isFunction)), 'kustomize generator'],
  'a generator that is told origins': [list(item(index + isFunction + origin), config(isFunction + origin)), 'kustomize generator'],
  'a transformer of Kustomize': [list(item(resourceId + index), settings(isFunction)), 'kustomize transformer'],
  'a transformer behind another one': [list(item(resourceId + index + path), settings(isFunction)), 'kustomize transformer'],
  'a kustomization without metadata before all else': [
    list('\n- {apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [a.yaml]}'),
    'pipe',
  ],
  'a transformer of nothing': [list('', settings(isFunction)), 'kustomize transformer'],
  'a person': [list(item('')), 'pipe'],
  'a person with settings': [list(item(''), settings()), 'pipe'],
};

suite(
  'detectHost',
  Object.fromEntries(Object.entries(sent).map(([title, [value, expected]]) => [title, () => assert.is(detectHost(value).name, expected)])),
);

suite('function config', {
  'counts once when it is an item too'() {
    const both = list(item(index + isFunction), config(isFunction));
    assert.is(separateConfig(both), undefined);
    const alone = list('', config(isFunction));
    assert.is(separateConfig(alone), alone.functionConfig);
    assert.is(separateConfig(list(item(''))), undefined);
  },

  'is no resource that a generator makes'() {
    const generator = list(item(index + isFunction), config(isFunction));
    assert.equal(answeredItems(generator, detectHost(generator), generator.items), []);
    const render = list(item(index + packagePath + path), config(''));
    assert.equal(answeredItems(render, detectHost(render), render.items), render.items);
  },
});
