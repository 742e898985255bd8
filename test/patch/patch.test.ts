import * as assert from 'uvu/assert';
import { formatPath, valueAt } from '../../functions/diagnostics/path.ts';
import { generatedItem } from '../../functions/krm/generated-item.ts';
import { originAt } from '../../functions/krm/origin-at.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { patch } from '../../functions/patch/patch.ts';
import { renderItems } from '../samples/sample.ts';
import { suite } from '../suite.ts';
import { linesOf, objectOf, packageOf, shop } from './from-text.ts';

function patched(text: string) {
  const { expansion, model } = packageOf(text);
  return patch(expansion.made, model.intents);
}

const deployment = (text: string) => objectOf(patched(text).made, 'Deployment', 'public');
const findings = (text: string) => linesOf(patched(text).diagnostics);
const first = (text: string) => findings(text)[0] as string;

/** The one finding of a patch that is written under `patches:`. */
function only(patches: string): { readonly line: string; readonly fix: string | undefined } {
  const { diagnostics } = patched(shop(`patches:\n${patches}`));
  assert.is(diagnostics.length, 1, linesOf(diagnostics).join('\n'));
  return { line: linesOf(diagnostics)[0] as string, fix: diagnostics[0]?.fix };
}

suite('patches', {
  'core kinds merge strategically, and what changed is told at the patch'() {
    const text = shop(`patches:
- target: {kind: Deployment}
  patch:
    spec:
      template:
        spec:
          hostNetwork: true
          containers:
          - name: istio-proxy
            env: [{name: A, value: b}]
          - name: helper
            image: helper:1`);
    const { template } = deployment(text).spec as { template: { spec: { hostNetwork: boolean; containers: Record<string, unknown>[] } } };
    assert.is(template.spec.hostNetwork, true);
    assert.equal(
      template.spec.containers.map(({ name }) => name),
      ['istio-proxy', 'helper'],
    );
    assert.is(template.spec.containers[0]?.image, 'auto');
    assert.equal(findings(text), [
      'GI0606 14: spec.patches[0]: patch `spec.patches[0]` changed Deployment shop/public: `spec.template.spec.containers[0].env`, `spec.template.spec.containers[1]`, `spec.template.spec.hostNetwork`',
    ]);
  },
  'custom resources merge as JSON: lists are replaced, null removes'() {
    const { made } = patched(
      shop(`patches:
- target: {group: networking.istio.io, kind: Gateway}
  patch: {metadata: {annotations: {team: web}}, spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}}
- target: {kind: VirtualService}
  patch: {spec: {gateways: null}}`),
    );
    const gateway = made.find(({ object }) => object.kind === 'Gateway')?.object;
    assert.equal(valueAt(gateway, ['metadata', 'annotations']), { team: 'web' });
    assert.equal(valueAt(gateway, ['spec', 'servers', 0, 'hosts']), ['*']);
    assert.is(valueAt(made.find(({ object }) => object.kind === 'VirtualService')?.object, ['spec', 'gateways']), undefined);
  },
  'JSON Patch operations are done in their order'() {
    const { made } = patched(
      shop(`patches:
- target: {kind: Service}
  operations:
  - {op: test, path: /spec/type, value: LoadBalancer}
  - {op: add, path: /metadata/annotations, value: {}}
  - {op: add, path: /metadata/annotations/a.b~1c, value: x}
  - {op: copy, from: /spec/ports/0, path: /spec/ports/-}
  - {op: replace, path: /spec/ports/2/port, value: 8081}
  - {op: remove, path: /spec/ports/0}`),
    );
    const { metadata, spec } = objectOf(made, 'Service', 'public');
    assert.equal(metadata.annotations, { 'a.b/c': 'x' });
    assert.equal(
      (spec as { ports: { port: number }[] }).ports.map(({ port }) => port),
      [80, 8081],
    );
  },
  'a target is anchored regular expressions and a label selector, as in Kustomize'() {
    const names = (target: string) =>
      linesOf(patched(shop(`patches: [{target: ${target}, patch: {metadata: {labels: {x: y}}}}]`)).diagnostics)
        .map((line) => /changed (\S+)/.exec(line)?.[1])
        .sort();
    assert.equal(names('{kind: Role}'), ['Role']);
    assert.equal(names('{kind: Role.*}'), ['Role', 'RoleBinding']);
    assert.equal(names('{group: "", version: v1, kind: "Service|Gateway"}'), ['Gateway', 'Service']);
    assert.equal(names('{group: networking.*, namespace: sh.p}'), ['Gateway', 'VirtualService']);
    assert.equal(names('{kind: Deployment, labelSelector: "app.kubernetes.io/managed-by in (gateway-intent),!absent"}'), ['Deployment']);
  },
  '`$patch: delete` takes a whole object away'() {
    const { made, diagnostics } = patched(shop('patches: [{target: {kind: PodDisruptionBudget}, patch: {$patch: delete}}]'));
    assert.not.ok(made.some(({ object }) => object.kind === 'PodDisruptionBudget'));
    assert.equal(linesOf(diagnostics), ['GI0606 13: spec.patches[0]: patch `spec.patches[0]` deleted PodDisruptionBudget shop/public']);
  },
  'a patch that matches nothing says which field is to blame and what there is'() {
    assert.equal(only('- target: {kind: Deploymnt}\n  patch: {spec: {paused: true}}'), {
      line: 'GI0601 14: spec.patches[0].target.kind: `spec.patches[0].target.kind` "Deploymnt" matches none of the objects that GatewayIntent "shop/shop" makes: "Deployment", "Gateway", "PodDisruptionBudget", "Role", "RoleBinding", "Service", "ServiceAccount", "VirtualService"',
      fix: 'did you mean "Deployment"?',
    });
    assert.equal(only('- target: {kind: Deployment, name: publik}\n  patch: {spec: {paused: true}}'), {
      line: 'GI0601 14: spec.patches[0].target.name: `spec.patches[0].target.name` "publik" matches none of the Deployment objects that GatewayIntent "shop/shop" makes: "public"',
      fix: 'did you mean "public"?',
    });
    assert.match(
      only('- target: {kind: Deployment, labelSelector: a=b}\n  patch: {spec: {paused: true}}').line,
      'Deployment public: no labels',
    );
  },
  'a target that cannot be read is told with what was probably meant'() {
    assert.equal(only('- target: {name: "*"}\n  patch: {spec: {paused: true}}'), {
      line: 'GI0605 14: spec.patches[0].target.name: `target.name` must be a regular expression, not "*": missing argument to repetition operator: `*`',
      fix: 'write ".*": "*" alone matches nothing',
    });
    assert.match(
      only('- target: {labelSelector: "a ~ b"}\n  patch: {spec: {paused: true}}').line,
      'GI0605 14: spec.patches[0].target.labelSelector: `target.labelSelector`: "a ~ b" is no requirement',
    );
  },
  'a patch that changes nothing is an error'() {
    assert.match(
      only('- target: {kind: Service}\n  patch: {spec: {type: LoadBalancer}}').line,
      'GI0602 14: spec.patches[0]: patch `spec.patches[0]` changes nothing in Service shop/public',
    );
  },
  'identity and ownership stay'() {
    assert.match(
      only('- target: {kind: Service}\n  patch: {metadata: {name: other}}').line,
      'GI0603 15: spec.patches[0].patch.metadata.name: Service shop/public: `metadata.name` must not be set to "other"',
    );
    assert.match(
      only('- target: {kind: Service}\n  operations:\n  - {op: remove, path: /metadata/namespace}').line,
      'GI0603 16: spec.patches[0].operations[0]: Service shop/public: `metadata.namespace` must not be removed',
    );
    assert.match(only('- target: {kind: Role}\n  patch: {metadata: {labels: {app.kubernetes.io/managed-by: me}}}').line, 'GI0603');
    assert.match(only('- target: {kind: Role}\n  patch: {metadata: {annotations: {gatewayintent.dev/intent: a/b}}}').line, 'GI0603');
  },
  'operations that cannot be done are told with their line'() {
    const operation = (text: string) =>
      only(`- target: {kind: Service}\n  operations:\n  - {op: test, path: /kind, value: Service}\n  - ${text}`);
    assert.equal(operation('{op: test, path: /spec/type, value: ClusterIP}'), {
      line: 'GI0604 17: spec.patches[0].operations[1].value: the test of "/spec/type" fails: it is "LoadBalancer" and not "ClusterIP"',
      fix: 'correct the value, or remove the test',
    });
    assert.equal(operation('{op: replace, path: /spec/tipe, value: ClusterIP}'), {
      line: 'GI0604 17: spec.patches[0].operations[1].path: `spec` has no "tipe"',
      fix: 'did you mean "type"?',
    });
    assert.equal(
      operation('{op: add, path: /metadata/annotations/a, value: b}').line,
      'GI0604 17: spec.patches[0].operations[1].path: `metadata` has no "annotations"',
    );
    assert.match(operation('{op: add, path: /spec/selector/example.com/a, value: b}').line, '`spec.selector` has no "example.com"');
    assert.match(
      operation('{op: remove, path: /spec/ports/7}').line,
      '"7" in "/spec/ports/7" is no position in the list: its positions are 0 to 1',
    );
    assert.match(operation('{op: add, path: /spec/type/x, value: 1}').line, '`spec.type` is "LoadBalancer" and has no fields');
    assert.match(operation('{op: move, path: /spec/x}').line, '`from` must be set for "op: move"');
    assert.match(operation('{op: replace, path: /spec/type}').line, '`value` must be set for "op: replace"');
    assert.match(operation('{op: move, from: /spec, path: /spec/inner}').line, '"/spec/inner" lies inside of "/spec", which is moved');
    assert.match(operation('{op: remove, path: ""}').line, 'the whole object must not be replaced');
  },
  'a key with a slash is explained'() {
    const { fix } = only(
      '- target: {kind: Deployment}\n  operations: [{op: remove, path: /spec/template/metadata/annotations/inject.istio.io/templates}]',
    );
    assert.is(fix, 'write "/" inside of a key as "~1": "inject.istio.io~1templates"');
  },
  'mistakes of a strategic merge are told'() {
    assert.equal(only('- target: {kind: Deployment}\n  patch: {spec: {template: {spec: {containers: [{image: x}]}}}}'), {
      line: 'GI0604 15: spec.patches[0].patch.spec.template.spec.containers[0]: `spec.template.spec.containers[0]` must have `name`: the elements of this list are told apart by it',
      fix: 'add `name` of the element that is meant, or begin the list with `$patch: replace` to replace it',
    });
    assert.match(
      only('- target: {kind: Deployment}\n  patch: {spec: {$patch: merge}}').line,
      '`$patch` must be "delete" or "replace", not "merge"',
    );
    assert.match(
      only('- target: {kind: VirtualService}\n  patch: {spec: {http: [{$patch: delete}]}}').line,
      '`$patch` has no meaning for VirtualService of networking.istio.io/v1',
    );
  },
  'an intent patches what it owns or shares, and nothing else'() {
    const other = `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata: {name: blog, namespace: blog}
spec:
  expose: [{hosts: [blog.example.com], gateway: shop/public, to: blog:80}]
  patches: [{target: {kind: PATCHED}, patch: {metadata: {annotations: {a: TEXT}}}}]
`;
    const platform = shop('').replace('  - name: public\n', '  - name: public\n    allow: [{namespaces: ["*"]}]\n');
    const set = (kind: string, text = 'b', own = '') => `${platform}${own}\n---\n${other.replace('PATCHED', kind).replace('TEXT', text)}`;
    assert.match(
      first(set('Deployment')),
      'matches Deployment shop/public, which belongs to GatewayIntent "shop/shop" and not to this one',
    );
    assert.match(first(set('Gateway')), 'GI0606');
    const patches = '  patches: [{target: {kind: Gateway}, patch: {metadata: {annotations: {a: c}}}}]';
    assert.match(
      findings(set('Gateway', 'b', patches)).join('\n'),
      '`metadata.annotations.a` of Gateway shop/public is set to something else by `spec.patches[0].patch.metadata.annotations.a` of GatewayIntent',
    );
    assert.not.ok(findings(set('Gateway', 'c', patches)).some((line) => line.startsWith('GI0607')));
  },
  'a finding in a patched field leads to the line of the patch'() {
    const text = shop(`patches:
- target: {kind: Deployment}
  patch:
    spec:
      template:
        spec:
          containers:
          - name: helper
            image: helper:1
          - name: istio-proxy
            ports:
            - containerPort: 15090
              hostPort: 15090
- target: {kind: Deployment}
  operations:
  - op: add
    path: /spec/template/spec/containers/0
    value: {name: first, image: first:1}
  - {op: add, path: /spec/paused, value: true}`);
    const made = patched(text).made.find(({ object }) => object.kind === 'Deployment');
    const item = generatedItem(made?.object as never, made?.origin as never, made?.owners, made?.patchedBy);
    const container = (name: string) =>
      (valueAt(item.object, ['spec', 'template', 'spec', 'containers']) as { name: string }[]).findIndex((one) => one.name === name);
    const at = (...path: (string | number)[]) => originAt(item, path)?.path;
    const containers = ['spec', 'template', 'spec', 'containers'];
    const base = ['spec', 'patches', 0, 'patch', ...containers];
    assert.equal(at(...containers, container('istio-proxy'), 'ports', 0, 'hostPort'), [...base, 1, 'ports', 0, 'hostPort']);
    assert.equal(at(...containers, container('helper'), 'image'), [...base, 0]);
    assert.equal(at(...containers, container('first'), 'image'), ['spec', 'patches', 1, 'operations', 0]);
    assert.equal(at('spec', 'paused'), ['spec', 'patches', 1, 'operations', 1]);
    assert.equal(at('spec', 'selector'), ['spec', 'gateways', 0]);
  },
  'the objects that were given stay as they were'() {
    const { expansion, model } = packageOf(
      shop(
        'patches: [{target: {kind: .*}, patch: {metadata: {labels: {a: b}}}}, {target: {kind: Service}, operations: [{op: remove, path: /spec/type}]}]',
      ),
    );
    const before = JSON.stringify(expansion.made.map(({ object }) => object));
    patch(expansion.made, model.intents);
    assert.is(JSON.stringify(expansion.made.map(({ object }) => object)), before);
  },
  'what a rule says against a patched field is told at the line of the patch'() {
    const text = shop(`patches:
- target: {kind: VirtualService}
  operations:
  - {op: test, path: /kind, value: VirtualService}
  - {op: add, path: /spec/http/0/timeout, value: soon}
- target: {kind: Service}
  patch:
    spec:
      ports:
      - port: 80
        targetPort: 99999`);
    const { value: items = [] } = parseFile('intent.yaml', Buffer.from(text));
    const errors = renderItems(items).diagnostics.filter(({ severity }) => severity === 'error');
    const lines = errors.map(({ path, place }) => `${place?.line} ${formatPath(path ?? [])}`);
    assert.ok(lines.includes('17 spec.patches[0].operations[1]'), lines.join('\n'));
    assert.ok(
      lines.some((line) => line.startsWith('23 spec.patches[1].patch.spec.ports[0].targetPort')),
      lines.join('\n'),
    );
  },
  'what a rule says against a part that a patch added to or took from is told at the line of the patch'() {
    const text = shop(`patches:
- target: {kind: VirtualService}
  patch: {spec: {http: null}}
- target: {kind: Serv.*}
  patch: {spec: {externalTrafficPolicy: Local}}`);
    const { value: items = [] } = parseFile('intent.yaml', Buffer.from(text));
    const told = renderItems(items).diagnostics.map(({ code, path, place }) => `${code} ${place?.line} ${formatPath(path ?? [])}`);
    assert.ok(told.includes('GI1208 15 spec.patches[0].patch.spec.http'), told.join('\n'));
    assert.ok(told.includes('GI1001 17 spec.patches[1].patch.spec.externalTrafficPolicy'), told.join('\n'));
  },
});
