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

  async 'does not read definitions of custom resources'() {
    assert.equal(await codesIn({ 'a.yaml': `${peers('STRICT')}spec: {}\n` }), ['GI0005 error']);
    const definition =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a.example.com\nspec: {}\nspec: {}\n';
    assert.equal(await codesIn({ 'a.yaml': definition }), []);
  },
});
