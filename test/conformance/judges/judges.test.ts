import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../../suite.ts';
import { missingChromium, renderedDocument, screenshot } from './chromium.ts';
import { runCmp } from './cmp.ts';
import { validateEnvoy } from './envoy.ts';
import { startSimulator } from './istio-sim.ts';
import { istioctlAnalyze, istioctlValidate } from './istioctl.ts';
import { kpts, renderArguments } from './kpt.ts';
import { kustomizeBuild } from './kustomize.ts';
import { buildImage, missingPodman, podman, runImage } from './podman.ts';
import { withFiles } from './temporary.ts';

const orphan = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec:
  hosts: [shop.example.com]
  gateways: [absent]
  http: [{route: [{destination: {host: frontend}}]}]
`;
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n';
/** A KRM function that gives another name. */
const fn = '#!/bin/sh\nexec sed "s/name: settings/name: changed/"\n';
const image = 'localhost/gateway-intent-judge:test';

suite('programs that other tests call', {
  async 'istioctl finds what is missing in any namespace'() {
    assert.ok((await istioctlAnalyze(orphan)).some(({ code }) => code === 'IST0101'));
    assert.is((await istioctlValidate(orphan)).status, 0);
    assert.is.not((await istioctlValidate(orphan.replace('hosts: [shop.example.com]', 'hosts: []'))).status, 0);
  },
  async 'one simulator answers many inputs in order'() {
    const simulator = startSimulator();
    const outputs = await Promise.all(
      [orphan, orphan.replace('frontend', '"front end"')].map((yaml) => simulator.simulate({ yaml, sims: [] })),
    );
    simulator.stop();
    assert.equal(
      outputs.map(({ rejected = [] }) => rejected.length),
      [0, 1],
    );
  },
  async 'Envoy refuses a configuration that it cannot read'() {
    assert.is(await validateEnvoy({ staticResources: {} }), undefined);
    assert.match(String(await validateEnvoy({ staticResource: {} })), /staticResource/);
  },
  async 'every kpt runs an exec function'() {
    assert.ok(kpts().some(({ version }) => version === '1.0.0-beta.60'));
    const Kptfile = `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: {name: test}\npipeline: {mutators: [{exec: ./fn}]}\n`;
    for (const kpt of kpts()) {
      await withFiles({ Kptfile, 'settings.yaml': configMap, fn }, async (folder) => {
        chmodSync(join(folder, 'fn'), 0o755);
        const { status, stderr } = await kpt.run([...renderArguments, folder], { cwd: folder });
        assert.is(status, 0, stderr);
        assert.match(readFileSync(join(folder, 'settings.yaml'), 'utf8'), /name: changed/);
      });
    }
  },
  async 'kustomize runs an exec function'() {
    const transformer = `${configMap}  annotations: {config.kubernetes.io/function: 'exec: {path: ./fn}'}\n`.replace(
      'name: settings',
      'name: fn',
    );
    const kustomization = 'resources: [settings.yaml]\ntransformers: [transformer.yaml]\n';
    const files = { 'kustomization.yaml': kustomization, 'settings.yaml': configMap, 'transformer.yaml': transformer, fn };
    await withFiles(files, async (folder) => {
      chmodSync(join(folder, 'fn'), 0o755);
      const { stdout, stderr } = await kustomizeBuild(folder);
      assert.match(stdout, /name: changed/, stderr);
    });
  },
  async "Argo CD's plugin server returns the manifests of a plugin"() {
    const plugin = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ConfigManagementPlugin',
      metadata: { name: 'cat' },
      spec: {
        discover: { fileName: 'settings.yaml' },
        generate: { command: ['sh', '-c', 'cat settings.yaml; echo "  namespace: $SHOP"'] },
      },
    };
    await withFiles({ 'plugin/plugin.yaml': JSON.stringify(plugin), 'repository/app/settings.yaml': configMap }, async (folder) => {
      const repository = join(folder, 'repository');
      const answer = await runCmp({
        configFolder: join(folder, 'plugin'),
        repository,
        application: join(repository, 'app'),
        env: { SHOP: 'shop' },
      });
      assert.match(answer.manifests.join(), /"namespace":"shop"/);
    });
  },
  async 'a container runs without a network, as nobody'() {
    assert.is(missingPodman(), undefined);
    await withFiles({ Dockerfile: 'FROM scratch\nCOPY program /program\nENTRYPOINT ["/program"]\n' }, async (folder) => {
      copyFileSync('/sbin/ldconfig', join(folder, 'program')); // on every Debian, and needs no library
      try {
        const built = await buildImage(image, folder);
        assert.is(built.status, 0, built.stderr);
        const { stdout, stderr } = await runImage(image, ['--version'], '');
        assert.match(stdout, /^ldconfig/, stderr);
      } finally {
        await podman(['rmi', '-f', image]);
      }
    });
  },
  async 'a page is shown after its scripts ran'() {
    assert.is(missingChromium(), undefined);
    const page = '<!doctype html><p id="p"></p><script>document.getElementById("p").textContent = "a" + "b"</script>';
    assert.match(await renderedDocument(page), /<p id="p">ab<\/p>/);
    assert.equal([...(await screenshot(page, { width: 100, height: 100 })).subarray(1, 4)], [...Buffer.from('PNG')]);
  },
});
