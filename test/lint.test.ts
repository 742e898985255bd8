import * as assert from 'uvu/assert';
import { withFiles } from './conformance/judges/temporary.ts';
import { gatewayIntent } from './hosts/program.ts';
import { suite } from './suite.ts';

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 3\n';
const peers = (mode: string) =>
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: default, namespace: shop}\nspec: {mtls: {mode: ${mode}}}\n`;
const route = (host: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\nspec:\n  hosts: [web]\n  http: [{route: [{destination: {host: ${host}}}]}]\n`;

const codesIn = (files: Readonly<Record<string, string | Uint8Array>>, ...options: readonly string[]) =>
  withFiles(files, async (folder) => {
    const { stdout } = await gatewayIntent(['lint', folder, '-o', 'json', ...options]);
    return (JSON.parse(stdout) as { readonly code: string; readonly severity: string }[]).map(
      ({ code, severity }) => `${code} ${severity}`,
    );
  });

suite('lint of folders as they are', {
  async 'takes what kustomizations patch with for no object'() {
    const files = { 'web.yaml': `${deployment}`, 'more.yaml': `$patch: delete\n${deployment.replace('web', 'old')}` };
    assert.equal(await codesIn(files), ['GI1004 warning', 'GI1004 warning']);
    const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
    for (const field of [
      'patches: [{path: web.yaml}]',
      'patchesStrategicMerge: [./web.yaml]',
      'configMapGenerator: [{name: a, files: [k=web.yaml]}]',
    ])
      assert.equal(await codesIn({ ...files, 'kustomization.yaml': `${kustomization}${field}\n` }), [], field);
  },

  async 'leaves to kustomizations what they complete'() {
    const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [base/web.yaml]\n';
    assert.equal(await codesIn({ 'kustomization.yaml': kustomization, 'base/web.yaml': deployment }), []);
    const wrong = deployment.replace('replicas: 3', 'replicas: three');
    assert.equal(await codesIn({ 'kustomization.yaml': kustomization, 'base/web.yaml': wrong }), ['GI1002 warning']);
  },

  async 'does not put versions of one object beside each other'() {
    const other = peers('STRICT').replace('default', 'other');
    assert.equal(await codesIn({ 'a.yaml': peers('STRICT'), 'b.yaml': other }), ['GI3011 error', 'GI3011 error']);
    assert.equal(await codesIn({ 'a.yaml': peers('STRICT'), 'b.yaml': peers('PERMISSIVE') }), []);
    assert.equal(await codesIn({ 'a.yaml': peers('STRICT'), 'b.yaml': peers('STRICT') }), []);
  },

  async 'does not judge what is filled in later'() {
    assert.equal(await codesIn({ 'a.yaml': route('a b') }), ['GI1220 error']);
    for (const host of ['web.$(NAMESPACE).svc', 'web.SHOP_NAMESPACE.svc.cluster.local', '"$HOST"'])
      assert.equal(await codesIn({ 'a.yaml': route(host) }), [], host);
  },

  async 'takes templates for no objects, and does not judge what other programs fill in'() {
    const chart = `${peers('STRICT')}---\n${route('a b').replace('namespace: shop', 'namespace: {{ .Values.namespace }}')}`;
    assert.equal(await codesIn({ 'templates/a.yaml': chart }), []);
    assert.equal(await codesIn({ 'templates/a.yaml': `${route('a b')}{{- with .Values.more }}\n{{- end }}\n` }), []);
    assert.equal(await codesIn({ 'a.yaml': route('"web.{{ namespace }}"') }), []);
    assert.equal(await codesIn({ 'a.yaml': route('{GATEWAY_HOST}') }), []);
    assert.equal(await codesIn({ 'a.yaml': route('{}') }), ['GI1002 error']);
    const data = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata:\n  a: |\n    b: {{ .Values.c }}\n';
    assert.equal(await codesIn({ 'a.yaml': `${data}---\n${route('a b')}` }), ['GI1220 error']);
  },

  async 'does not judge what is ciphered'() {
    const secret = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {port: 80}\nsops: {version: 3.9.0}\n';
    assert.equal(await codesIn({ 'a.yaml': secret }), ['GI1002 warning']);
    assert.equal(await codesIn({ 'a.yaml': route('"ENC[AES256_GCM,data:WEY=,iv:h=,tag:S==,type:str]"') }), []);
  },

  async 'does not put objects that are named later beside others'() {
    const later = peers('STRICT').replace('default', '$(NAME)');
    assert.equal(await codesIn({ 'a.yaml': `${peers('STRICT')}---\n${later}` }), []);
  },

  async 'takes what tests compare with for no objects'() {
    const part = 'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: a, namespace: shop}\nspec: {selector: {a: b}}\n';
    const test = 'apiVersion: chainsaw.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: a}\n';
    assert.equal(await codesIn({ 'steps/00-assert.yaml': part, 'steps/01-errors.yaml': part }), []);
    assert.equal(await codesIn({ 'a/chainsaw-test.yaml': test, 'a/gateway-assert.yaml': part }), []);
    const naming = `${test}spec:\n  steps:\n  - try:\n    - apply: {file: a.yaml}\n    - assert:\n        file: ../parts/ready.yaml\n`;
    assert.equal(await codesIn({ 'a/chainsaw-test.yaml': naming, 'parts/ready.yaml': part }), []);
    assert.equal(await codesIn({ 'a/chainsaw-test.yaml': naming, 'a/ready.yaml': part }), ['GI1102 error']);
    assert.equal(await codesIn({ 'a/gateway-assert.yaml': part }), ['GI1102 error']);
  },

  async 'takes what tests apply for patches of what is there'() {
    const part = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, annotations: {b: c}}\n';
    const test = 'apiVersion: chainsaw.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: a}\n';
    assert.equal(await codesIn({ 'a/chainsaw-test.yaml': test, 'a/a.yaml': part }), []);
    assert.ok((await codesIn({ 'a/a.yaml': part })).length > 0);
  },

  async 'knows that a kustomization may add ports to containers'() {
    const files = (more: string) => ({
      'config/manager/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [manager.yaml]\n',
      'config/manager/manager.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: m, namespace: system}\nspec:\n  selector: {matchLabels: {a: m}}\n  template:\n    metadata: {labels: {a: m}}\n    spec: {containers: [{name: m, image: m}]}\n',
      'config/rbac/kustomization.yaml': 'resources: [service.yaml]\n',
      'config/rbac/service.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: m, namespace: system}\nspec:\n  selector: {a: m}\n  ports: [{name: https, port: 8443, targetPort: https}]\n',
      'config/default/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamePrefix: my-\nresources: [../rbac, ../manager]\n${more}`,
    });
    const patch = { 'config/default/proxy_patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: m, namespace: system}\n' };
    assert.equal(await codesIn(files('')), ['GI2206 warning']);
    assert.equal(await codesIn({ ...files('patches: [{path: proxy_patch.yaml}]\n'), ...patch }), []);
  },

  async 'reads what several kustomizations generate'() {
    const kustomization = (name: string) =>
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsecretGenerator: [{name: ${name}, literals: [a=b]}]\n`;
    const policy = (secret: string) =>
      `apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: {name: a, namespace: shop}\nspec:\n  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: a}]\n  basicAuth: {users: {name: ${secret}}}\n`;
    const files = { 'a/kustomization.yaml': kustomization('a'), 'b/kustomization.yaml': kustomization('b') };
    const complete = async (secret: string) =>
      (await codesIn({ ...files, 'a/a.yaml': policy(secret) }, '--complete')).filter((found) => found.startsWith('GI2932'));
    assert.equal(await complete('b'), []);
    assert.equal(await complete('c'), ['GI2932 error']);
  },

  async 'does not put data of tests beside each other'() {
    const other = peers('STRICT').replace('default', 'other');
    const both = (folder: string) => codesIn({ [`${folder}/a.yaml`]: peers('STRICT'), [`${folder}/b.yaml`]: other });
    assert.equal(await both('tests/data'), []);
    assert.equal((await both('overlays/test')).length, 2);
  },

  async 'knows marks that are filled in later'() {
    for (const host of ['__HOST__', '<your-host>', "\"(join('-', ['a', $namespace]))\""])
      assert.equal(await codesIn({ 'a.yaml': route(host) }), [], host);
    assert.equal(await codesIn({ 'a-template.yaml': route('SHOP_HOST') }), []);
    assert.equal((await codesIn({ 'a.yaml': route('SHOP_HOST') })).length, 1);
  },

  async 'leaves broken files of other programs alone'() {
    assert.equal(await codesIn({ 'cloud.yaml': '#cloud-config\n%{ if a }\nb:\n- c\n%{ endif }\n', 'envoy.yaml': 'a: 1\na: 2\n' }), []);
    assert.equal(await codesIn({ 'a.yaml': 'apiVersion: v1\nkind: [\n' }), ['GI0003 error']);
    const coded = (text: string, encoding: BufferEncoding) => ({ 'a.yaml': Buffer.from(text, encoding) });
    for (const encoding of ['latin1', 'utf16le'] as const) {
      assert.equal(await codesIn(coded('\ufeffname: café\n', encoding)), [], encoding);
      assert.equal(await codesIn(coded('\ufeffapiVersion: v1\n# café\n', encoding)), ['GI0004 error'], encoding);
    }
  },

  async 'tells one mistake once'() {
    const wrongNames = peers('STRICT').replace('name: default', 'name: Not_A_Name');
    assert.equal(await codesIn({ 'a.yaml': wrongNames }), ['GI1901 error']);
    assert.equal(await codesIn({ 'a.yaml': route('{a: b}') }), ['GI1002 error']);
  },

  async 'knows patches by the names of their files'() {
    const part =
      'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: a, namespace: shop}\nspec: {listeners: [{name: a, port: 0}]}\n';
    assert.equal(await codesIn({ 'gateway.yaml': part }), ['GI1004 error', 'GI1004 error', 'GI1005 error']);
    for (const file of ['gateway-patch.yaml', 'patch_gateway.yaml', 'patches/gateway.yaml'])
      assert.equal(await codesIn({ [file]: part }), ['GI1005 error'], file);
  },

  async 'does not know whether files without a namespace are for the same one'() {
    const [one, other] = [peers('STRICT'), peers('STRICT').replace('default', 'other')].map((text) =>
      text.replace(', namespace: shop', ''),
    );
    assert.equal(await codesIn({ 'a.yaml': `${one}---\n${other}` }), ['GI3011 error', 'GI3011 error']);
    assert.equal(await codesIn({ 'a.yaml': `${one}`, 'b.yaml': `${other}` }), ['GI3011 warning', 'GI3011 warning']);
  },

  async 'does not read definitions of custom resources'() {
    assert.equal(await codesIn({ 'a.yaml': `${peers('STRICT')}spec: {}\n` }), ['GI0005 error']);
    const definition =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a.example.com\nspec: {}\nspec: {}\n';
    assert.equal(await codesIn({ 'a.yaml': definition }), []);
  },
});
