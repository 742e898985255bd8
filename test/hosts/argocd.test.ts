import { spawn, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { type CmpAnswer, runCmp } from '../conformance/judges/cmp.ts';
import { type Execution, execute } from '../conformance/judges/execute.ts';
import { temporaryFolder, withFiles } from '../conformance/judges/temporary.ts';
import { missingTool } from '../conformance/judges/tool.ts';
import { suite } from '../suite.ts';
import { hostSuite } from './host-suite.ts';
import { intent, kindsIn, kindsOfSmallest, kptfile } from './packages.ts';
import { gatewayIntent, installed, program, root, runtime } from './program.ts';

const local = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: local\n  annotations:\n    config.kubernetes.io/local-config: "true"\n';
const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\ndata:\n  octal: "0443"\n';
const application = {
  'apps/shop/intent.yaml': intent(),
  'apps/shop/other.yaml': other,
  'apps/shop/local.yaml': local,
  'apps/shop/Kptfile': kptfile('  mutators:\n  - exec: gateway-intent\n'),
  'apps/shop/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [other.yaml]\n',
  'apps/shop/values.yaml': 'replicas: 3\n',
  'apps/plain/other.yaml': other,
  'apps/empty/local.yaml': intent().replace(/spec:[\s\S]*/, 'spec: {}\n'),
};

/** Argo CD gives a plugin no standard input. */
const cmp = (folder: string, step: string, env: Readonly<Record<string, string>> = {}): Promise<Execution> =>
  gatewayIntent(['cmp', step], { cwd: folder, env: { ...env } });

suite('cmp generate', {
  'puts out only what a cluster takes': () =>
    withFiles(application, async (folder) => {
      const { status, stdout, stderr } = await cmp(join(folder, 'apps/shop'), 'generate');
      assert.is(status, 0, stderr);
      assert.is(stderr, '');
      assert.equal(kindsIn(stdout), ['ConfigMap', ...kindsOfSmallest].sort());
      assert.not.match(stdout, /internal\.config|local-config|gatewayintent\.dev\/digest|GatewayIntent|Kptfile/);
    }),
  'leaves out nothing that looks like a manifest without a word, because Argo CD would delete it': async () => {
    const rules = 'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: a\nspec:\n  a: "{{ $labels.a }}"\n';
    for (const [files, status, says] of [
      [{ 'rules.yaml': `${rules}\tb: c\n` }, 1, 'error: rules.yaml:7:1: tabs must not be used for indentation'],
      [{ 'a.yaml': rules.replace('"{{ $labels.a }}"', '{{ .Values.a }}') }, 1, 'error: a.yaml:6:6: a template is no manifest'],
      [{ 'a.yaml': rules.replace(/kind.*\n/, '') }, 0, 'warning: a.yaml:1:1: the document has no `kind` and is left out'],
      [{ '00-assert.yaml': rules }, 0, 'warning: 00-assert.yaml: what a test expects is left out'],
      [{ 'a.yaml': `${rules}$patch: delete\n` }, 0, 'warning: a.yaml:1:1: a patch of Kustomize is left out'],
      [
        { 'chart/Chart.yaml': 'apiVersion: v2\nname: a\n', 'chart/templates/a.yaml': '{{ if .Values.a }}\napiVersion: v1\n{{ end }}\n' },
        0,
        /^$/,
      ],
      [{ 'values.yaml': 'a: {{ b }}\n', 'a.yaml': '- b\n' }, 0, /^$/],
      [{ 'rules.yaml': `${rules}\tb: c\n`, '.krmignore': 'rules.yaml\n' }, 0, /^$/],
    ] as const)
      await withFiles({ 'intent.yaml': intent(), ...files }, async (folder) => {
        const execution = await cmp(folder, 'generate');
        assert.is(execution.status, status, execution.stderr);
        assert.match(execution.stderr, says);
        assert.is((await gatewayIntent(['render', folder])).status, status);
      });
  },
  'does not take the place of Kustomize or Helm': async () => {
    const base = { 'intent.yaml': intent(), 'other.yaml': other };
    for (const [files, says] of [
      [
        { 'kustomization.yaml': 'resources: [intent.yaml, other.yaml]\nnamePrefix: a-\n' },
        'error: kustomization.yaml: namePrefix: Kustomize makes',
      ],
      [{ Kustomization: 'resources: [intent.yaml, ../base]\n' }, 'error: Kustomization: resources: Kustomize adds resources of elsewhere'],
      [{ 'kustomization.yaml': 'transformers: [other.yaml]\n' }, 'it has `transformers`'],
      [{ 'base/kustomization.yml': 'configMapGenerator: [{name: a}]\n' }, 'base/kustomization.yml: configMapGenerator'],
      [{ 'Chart.yaml': 'apiVersion: v2\nname: a\n' }, 'error: Chart.yaml: Helm makes something else'],
      [{ 'kustomization.yaml': 'resources: [other.yaml]\ngenerators: [intent.yaml]\npatches: []\n' }, undefined],
      [
        { 'kustomization.yaml': 'resources: [intent.yaml, a]\ntransformers: ["exec: {path: gateway-intent}"]\n', 'a/b.yaml': '' },
        undefined,
      ],
    ] as const)
      await withFiles({ ...base, ...files }, async (folder) => {
        const { status, stderr } = await cmp(folder, 'generate');
        assert.is(status, says === undefined ? 0 : 1, stderr);
        assert.match(stderr, says ?? /^$/);
        assert.is((await cmp(folder, 'discover')).stdout, says === undefined ? 'intent.yaml\n' : '');
        const rendered = await gatewayIntent(['render', folder]);
        assert.is(rendered.status, 0);
        assert.is(/warning GI0016/.test(rendered.stderr), says !== undefined);
      });
  },
  'takes objects that the API server names, as hooks are written': async () => {
    const job = 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: a-\nspec: {template: {spec: {containers: []}}}\n';
    await withFiles({ 'intent.yaml': intent(), 'a.yaml': job, 'b.yaml': job }, async (folder) => {
      const { stdout, stderr } = await cmp(folder, 'generate');
      assert.is(kindsIn(stdout).filter((kind) => kind === 'Job').length, 2);
      assert.not.match(stderr, 'written twice');
    });
  },
  'refuses to put out nothing, unless it is allowed to': () =>
    withFiles(application, async (folder) => {
      for (const [name, says] of [
        ['plain', 'there is no GatewayIntent in this folder'],
        ['empty', 'becomes no objects at all'],
      ] as const) {
        const { status, stdout, stderr } = await cmp(join(folder, 'apps', name), 'generate');
        assert.is(status, 1, name);
        assert.is(stdout, '');
        assert.match(stderr, says);
        assert.is(stderr.split('\n').length, 2);
        const env = { ARGOCD_APP_PARAMETERS: '[{"name": "allow-empty", "string": "true"}]' };
        assert.is((await cmp(join(folder, 'apps', name), 'generate', env)).status, 0);
      }
      const missing = await gatewayIntent(['cmp', 'generate', join(folder, 'absent')]);
      assert.is(missing.status, 1);
    }),
  'says on few lines what is wrong, and nothing on standard output': () =>
    withFiles(
      {
        'intent.yaml': intent().replace('  expose:\n', `${Array.from({ length: 30 }, (_, at) => `  wrong${at}: 1\n`).join('')}  expose:\n`),
      },
      async (folder) => {
        const { status, stdout, stderr } = await cmp(folder, 'generate');
        assert.is(status, 1);
        assert.is(stdout, '');
        const lines = stderr.trimEnd().split('\n');
        assert.is(lines.length, 9);
        assert.match(lines[0] as string, /^error: intent\.yaml:10:\d+: /);
        assert.match(lines[8] as string, 'and 22 more');
      },
    ),
  'keeps what Secrets hold to itself': () =>
    withFiles({}, async () => {
      const secret = (body: string) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: shop\n${body}`;
      for (const body of [
        'data:\n  password: hunter2!!\n',
        'stringData:\n  password: [hunter2!!]\n',
        'stringData:\n  password: "hunter2!!\n',
        'stringData:\n  password: hunter2!!\n  password: hunter2!!\n',
        'type: kubernetes.io/tls\ndata:\n  tls.crt: hunter2!!\n',
        'stringData: hunter2!!\n',
        'stringData:\n  password: &a [*b, hunter2!!]\n',
        'stringData:\n  password: 18446744073709551\n',
        'data:\n  password: "hunter2 \\" \\n and more of it, so that what is said would have to be cut somewhere in the middle"\n',
      ]) {
        await withFiles({ 'intent.yaml': intent(), 'secret.yaml': secret(body) }, async (application) => {
          const generated = await cmp(application, 'generate');
          const linted = await gatewayIntent(['lint', application]);
          for (const told of [generated.stderr, linted.stdout + linted.stderr]) {
            assert.not.match(told, /hunter2|18446744/);
            assert.match(told, 'secret.yaml');
          }
          assert.ok(generated.status === 0 || generated.stdout === '');
        });
      }
    }),
  'reads parameters before the environment, and knows what Argo CD sends instead of none': () =>
    withFiles(
      {
        'intent.yaml': intent(),
        'old.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: twice\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: twice\n',
        'plain/other.yaml': other,
      },
      async (folder) => {
        const run = (env: Readonly<Record<string, string>>) => cmp(join(folder, 'plain'), 'generate', env);
        const allowed = { ARGOCD_ENV_ALLOW_EMPTY: 'true' };
        for (const text of ['null', '[]', '']) assert.is((await run({ ...allowed, ARGOCD_APP_PARAMETERS: text })).status, 0, text);
        assert.is((await run(allowed)).status, 0);
        assert.is((await run({ ARGOCD_ENV_ALLOW_EMPTY: '' })).status, 1);
        const refused = '[{"name": "allow-empty", "string": "false"}]';
        assert.is((await run({ ...allowed, ARGOCD_APP_PARAMETERS: refused })).status, 1);
        for (const [text, says] of [
          ['[{"name": "allow-emty", "string": "true"}]', 'did you mean "allow-empty"'],
          ['[{"name": "allow-empty", "string": "yes"}]', 'must be "true" or "false", not "yes"'],
          ['[{"name": "allow-empty", "array": ["true"]}]', 'must have `string`'],
          ['{"name": "allow-empty"}', 'must be a list'],
          ['[3]', 'there is no parameter'],
          ['[', 'is no JSON'],
        ] as const) {
          const { status, stderr } = await run({ ARGOCD_APP_PARAMETERS: text });
          assert.is(status, 1, text);
          assert.match(stderr, says);
        }
      },
    ),
  'stops at warnings when it is told to': () =>
    withFiles({ 'intent.yaml': intent().replace('shop.example.com', '"*"') }, async (folder) => {
      const usual = await cmp(folder, 'generate');
      const strict = await cmp(folder, 'generate', { ARGOCD_ENV_FAIL_ON_WARNINGS: 'true' });
      assert.is(usual.status, 0);
      assert.match(usual.stderr, /^warning: /);
      assert.is(strict.status, 1);
      assert.is(strict.stdout, '');
    }),
  'reads nothing outside of the application': () =>
    withFiles({ 'secret.yaml': other, 'app/intent.yaml': intent() }, async (folder) => {
      symlinkSync('../secret.yaml', join(folder, 'app/linked.yaml'));
      const { status, stdout, stderr } = await cmp(join(folder, 'app'), 'generate');
      assert.is(status, 1);
      assert.is(stdout, '');
      assert.match(stderr, '"linked.yaml" is a link to a file outside of the application');
    }),
  async 'ends at once when Argo CD loses patience, with all of its processes'() {
    const documents = Array.from({ length: 20_000 }, (_, at) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${at}\n`);
    await withFiles({ 'intent.yaml': intent(), 'many.yaml': documents.join('---\n') }, async (folder) => {
      const child = spawn(runtime, [program, 'cmp', 'generate'], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'ignore'],
        detached: true,
      });
      await pause(150);
      const before = Date.now();
      process.kill(-(child.pid as number), 'SIGTERM');
      const [, signal] = await new Promise<[number | null, string | null]>((resolve) =>
        child.on('exit', (code, name) => resolve([code, name])),
      );
      assert.is(signal, 'SIGTERM');
      assert.ok(Date.now() - before < 1000);
      assert.throws(() => process.kill(-(child.pid as number), 0), /ESRCH/);
    });
  },
});

suite('cmp discover and parameters', {
  'an intent is one line, none is nothing, and neither is a failure': () =>
    withFiles(application, async (folder) => {
      assert.equal(await cmp(join(folder, 'apps/shop'), 'discover'), { status: 0, stdout: 'intent.yaml\n', stderr: '' });
      const before = performance.now();
      assert.is((await execute(process.execPath, ['-e', '0'])).status, 0);
      const bare = performance.now() - before;
      assert.equal(await cmp(join(folder, 'apps/plain'), 'discover'), { status: 0, stdout: '', stderr: '' });
      const taken = performance.now() - before - bare;
      assert.ok(taken < Math.max(200, 4 * bare), `${taken.toFixed(0)} ms, Node alone ${bare.toFixed(0)} ms`);
    }),
  async 'the defaults that are announced are the ones that hold'() {
    const { status, stdout } = await gatewayIntent(['cmp', 'parameters']);
    assert.is(status, 0);
    const announced = JSON.parse(stdout) as { name: string; string: string; title: string; tooltip: string }[];
    assert.ok(Array.isArray(announced) && announced.length > 0);
    await withFiles(application, async (folder) => {
      const all = JSON.stringify(announced.map(({ name, string }) => ({ name, string })));
      for (const name of ['shop', 'plain', 'empty']) {
        const path = join(folder, 'apps', name);
        assert.equal(await cmp(path, 'generate', { ARGOCD_APP_PARAMETERS: all }), await cmp(path, 'generate'));
      }
    });
  },
  async 'anything else is wrong use'() {
    const { status, stderr } = await gatewayIntent(['cmp', 'init']);
    assert.is(status, 2);
    assert.match(stderr, 'generate, discover, parameters');
  },
});

const server = (repository: string, path: string, env: Readonly<Record<string, string>> = {}): Promise<CmpAnswer> => {
  process.env.PATH = installed.PATH;
  return runCmp({ configFolder: join(root, 'docs/argocd'), repository, application: join(repository, path), env });
};

hostSuite('Argo CD: the real plugin server', missingTool('cmp'), {
  async 'discovers, announces and generates'() {
    const repository = temporaryFolder(application);
    const { match, parameters, manifests } = await server(repository, 'apps/shop', { ARGOCD_APP_NAME: 'shop' });
    assert.ok(match.isSupported, JSON.stringify(match));
    assert.equal(
      parameters?.map(({ name }) => name),
      ['complete', 'fail-on-warnings', 'allow-empty'],
    );
    assert.is(parameters?.[1]?.string, 'false');
    const kinds = manifests.map((text) => (JSON.parse(text) as { kind: string }).kind).sort();
    assert.equal(kinds, ['ConfigMap', ...kindsOfSmallest].sort());
  },
  async 'does not take a folder without an intent'() {
    const repository = temporaryFolder(application);
    await server(repository, 'apps/plain').then(
      ({ match }) => assert.not.ok(match.isSupported),
      ({ message }: Error) => assert.match(message, 'there is no GatewayIntent in this folder'),
    );
  },
  async 'hands on what is wrong, and no manifests'() {
    const repository = temporaryFolder({ 'app/intent.yaml': intent().replace('to: frontend', 'too: frontend') });
    await server(repository, 'app').then(
      () => assert.unreachable('an error must reach Argo CD'),
      ({ message }: Error) => assert.match(message, /error: intent\.yaml:12:\d+: [^\n]*too/),
    );
  },
  async 'takes parameters of the Application'() {
    const repository = temporaryFolder({ 'app/intent.yaml': intent() });
    await server(repository, 'app', { ARGOCD_APP_PARAMETERS: '[{"name": "unknown", "string": "x"}]' }).then(
      () => assert.unreachable('an unknown parameter must reach Argo CD'),
      ({ message }: Error) => assert.match(message, 'there is no parameter "unknown"'),
    );
  },
});

/** The repo-server as Argo CD installs it, as far as it counts here. */
const repoServer = `apiVersion: apps/v1
kind: Deployment
metadata: {name: argocd-repo-server, namespace: argocd}
spec:
  selector: {matchLabels: {app.kubernetes.io/name: argocd-repo-server}}
  template:
    metadata: {labels: {app.kubernetes.io/name: argocd-repo-server}}
    spec:
      initContainers:
      - {name: copyutil, image: argocd, volumeMounts: [{name: var-files, mountPath: /var/run/argocd}]}
      containers:
      - {name: argocd-repo-server, image: argocd, volumeMounts: [{name: plugins, mountPath: /home/argocd/cmp-server/plugins}]}
      volumes:
      - {name: var-files, emptyDir: {}}
      - {name: plugins, emptyDir: {}}
`;

interface PodContainer {
  readonly name: string;
  readonly volumeMounts: readonly { readonly name: string }[];
}

const patched = async (folder: string, patch: string) => {
  const args = ['patch', '--local', '-f', join(folder, 'deployment.yaml'), '--patch-file', join(root, 'docs/argocd', patch), '-o', 'yaml'];
  const { status, stdout, stderr } = await execute('kubectl', args, { env: { KUBECONFIG: '/nonexistent' } });
  assert.is(status, 0, stderr);
  return parse(stdout) as { spec: { template: { spec: Record<'containers' | 'initContainers' | 'volumes', PodContainer[]> } } };
};

const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0 ? undefined : 'kubectl is missing';

hostSuite('Argo CD: what the pages show', kubectl, {
  'patches of the pages fit the repo-server': () =>
    withFiles({ 'deployment.yaml': repoServer }, async (folder) => {
      for (const [patch, containers, inits] of [
        ['sidecar.yaml', ['argocd-repo-server', 'gateway-intent'], ['copyutil']],
        ['repo-server.yaml', ['argocd-repo-server'], ['copyutil', 'gateway-intent']],
      ] as const) {
        const { spec } = (await patched(folder, patch)).spec.template;
        assert.equal(spec.containers.map(({ name }) => name).sort(), containers);
        assert.equal(spec.initContainers.map(({ name }) => name).sort(), inits);
        const volumes = spec.volumes.map(({ name }) => name);
        for (const { name, volumeMounts } of [...spec.containers, ...spec.initContainers])
          for (const mount of volumeMounts) assert.ok(volumes.includes(mount.name), `${patch}: ${name} mounts ${mount.name}`);
      }
    }),
});
