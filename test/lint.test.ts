import * as assert from 'uvu/assert';
import { withFiles } from './conformance/judges/temporary.ts';
import { gatewayIntent } from './hosts/program.ts';
import { suite } from './suite.ts';

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 3\n';
const peers = (mode: string) =>
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: default, namespace: shop}\nspec: {mtls: {mode: ${mode}}}\n`;
const route = (host: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\nspec:\n  hosts: [web]\n  http: [{route: [{destination: {host: ${host}}}]}]\n`;

const codesIn = (files: Readonly<Record<string, string>>) =>
  withFiles(files, async (folder) => {
    const { stdout } = await gatewayIntent(['lint', folder, '-o', 'json']);
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
    assert.equal(await codesIn({ 'a/gateway-assert.yaml': part }), ['GI1102 error']);
  },

  async 'leaves broken files of other programs alone'() {
    assert.equal(await codesIn({ 'cloud.yaml': '#cloud-config\n%{ if a }\nb:\n- c\n%{ endif }\n', 'envoy.yaml': 'a: 1\na: 2\n' }), []);
    assert.equal(await codesIn({ 'a.yaml': 'apiVersion: v1\nkind: [\n' }), ['GI0003 error']);
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
