import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse, parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { type Execution, execute } from '../conformance/judges/execute.ts';
import { kustomizeBuild } from '../conformance/judges/kustomize.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { missingTool } from '../conformance/judges/tool.ts';
import { dockerStandIn } from './docker-stand-in.ts';
import { foreign } from './foreign.ts';
import { hostSuite } from './host-suite.ts';
import { intent, kindsIn, kindsOfSmallest } from './packages.ts';
import { gatewayIntent, installed, program, root } from './program.ts';

type Form = { readonly exec: string } | { readonly image: string };
const exec: Form = { exec: 'gateway-intent' };
const image: Form = { image: 'example.com/gateway-intent:1' };

const annotation = (form: Form): string => ('exec' in form ? `exec: {path: ${form.exec}}` : `container: {image: "${form.image}"}`);

/** The configuration of a function, as a file of its own. */
const config = (form: Form, data = ''): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: gateway-intent
  annotations:
    config.kubernetes.io/function: |
      ${annotation(form)}
${data === '' ? '' : `data: {${data}}\n`}`;

/** The intent as the configuration of a generator. */
const asConfig = (form: Form): string =>
  intent().replace('config.kubernetes.io/local-config: "true"', `config.kubernetes.io/function: |\n      ${annotation(form)}`);
const withoutLocal = intent().replace(/ {2}annotations:\n.*\n/, '');

const transformer = (form: Form) => ({
  'kustomization.yaml': 'resources: [intent.yaml, other.yaml]\ntransformers: [function.yaml]\n',
  'function.yaml': config(form),
  'intent.yaml': intent(),
  'other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\ndata:\n  octal: "0443"\n',
});
const generator = (form: Form) => ({ 'kustomization.yaml': 'generators: [intent.yaml]\n', 'intent.yaml': asConfig(form) });

const build = (folder: string): Promise<Execution> => kustomizeBuild(folder, installed);

async function good(execution: Promise<Execution>): Promise<string> {
  const { status, stdout, stderr } = await execution;
  assert.is(status, 0, stderr);
  assert.not.match(
    stdout,
    /internal\.config\.kubernetes\.io|config\.kubernetes\.io\/(?:path|index|function|local-config)|kustomize\.config|config\.k8s\.io\/id|gatewayintent\.dev\/digest/,
  );
  return stdout;
}

async function bad(execution: Promise<Execution>): Promise<string> {
  const { status, stdout, stderr } = await execution;
  assert.is.not(status, 0, stdout);
  return stderr;
}

const objects = (manifests: string): KubeObject[] => parseAllDocuments(manifests).map((document) => document.toJS() as KubeObject);

/** A certificate of shop.example.com and its key, as files. */
const certificate = (
  parse(readFileSync(join(root, 'test/rules/GI1918-tls-secret/good.yaml'), 'utf8')) as { stringData: Record<string, string> }
).stringData;

hostSuite('kustomize: the newest, with executables', missingTool('kustomize'), {
  'a generator makes objects and leaves nothing of its configuration': () =>
    withFiles(generator(exec), async (folder) => assert.equal(kindsIn(await good(build(folder))), kindsOfSmallest)),
  'a transformer expands the intents among the resources': () =>
    withFiles(transformer(exec), async (folder) => {
      const output = await good(build(folder));
      assert.equal(kindsIn(output), ['ConfigMap', ...kindsOfSmallest].sort());
      assert.match(output, 'octal: "0443"');
    }),
  'settings are no generator: nothing would come of them without a word': () =>
    withFiles({ ...transformer(exec), 'kustomization.yaml': 'resources: [intent.yaml]\ngenerators: [function.yaml]\n' }, async (folder) => {
      assert.match(await bad(build(folder)), /list it under `transformers:`/);
    }),
  'a transformer leaves no intent behind, local or not': () =>
    withFiles({ ...transformer(exec), 'intent.yaml': withoutLocal }, async (folder) => {
      assert.equal(kindsIn(await good(build(folder))), ['ConfigMap', ...kindsOfSmallest].sort());
    }),
  'the steps can be transformers of their own': () =>
    withFiles(
      {
        ...transformer(exec),
        'kustomization.yaml': 'resources: [intent.yaml, other.yaml]\ntransformers: [expand.yaml, function.yaml]\n',
        'expand.yaml': config(exec, 'step: expand').replace('name: gateway-intent', 'name: expand'),
      },
      async (folder) => assert.equal(kindsIn(await good(build(folder))), ['ConfigMap', ...kindsOfSmallest].sort()),
    ),
  'an overlay changes the intents of a base before the function of a shared folder reads them': () =>
    withFiles(
      {
        'function/kustomization.yaml': 'resources: [function.yaml]\n',
        'function/function.yaml': config(exec),
        'base/kustomization.yaml': 'resources: [intent.yaml]\n',
        'base/intent.yaml': intent(),
        'overlay/kustomization.yaml':
          'resources: [../base]\ntransformers: [../function]\nnamespace: green\npatches:\n- target: {kind: GatewayIntent}\n  patch: |-\n    - {op: replace, path: /spec/expose/0/hosts/0, value: green.example.com}\n',
      },
      async (folder) => {
        const output = await good(build(join(folder, 'overlay')));
        assert.equal(kindsIn(output), kindsOfSmallest);
        assert.ok(objects(output).every(({ metadata }) => metadata.namespace === 'green'));
        assert.match(output, 'green.example.com');
        assert.match(output, 'frontend.green.svc.cluster.local');
        assert.not.match(output, 'shop.example.com');
      },
    ),
  'a component makes its objects before the kustomization that names it changes anything, as the documentation warns': () =>
    withFiles(
      {
        'gateway/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ntransformers: [function.yaml]\n',
        'gateway/function.yaml': config(exec),
        'app/kustomization.yaml':
          'resources: [intent.yaml]\ncomponents: [../gateway]\ncommonAnnotations: {team: shop}\npatches:\n- target: {kind: GatewayIntent}\n  patch: |-\n    - {op: replace, path: /spec/expose/0/hosts/0, value: green.example.com}\n',
        'app/intent.yaml': intent(),
      },
      async (folder) => {
        const output = await good(build(join(folder, 'app')));
        assert.equal(kindsIn(output), kindsOfSmallest);
        assert.ok(objects(output).every(({ metadata }) => metadata.annotations?.team === 'shop'));
        assert.not.match(output, 'green.example.com');
      },
    ),
  'a Secret that Kustomize names is found by the Gateway, through the file that is shipped': () =>
    withFiles(
      {
        'kustomization.yaml':
          'resources: [intent.yaml]\ntransformers: [function.yaml]\nconfigurations: [name-references.yaml]\nsecretGenerator: [{name: shop-cert, namespace: shop, files: [tls.crt, tls.key]}]\n',
        ...certificate,
        'function.yaml': config(exec),
        'intent.yaml': intent(),
        'name-references.yaml': readFileSync(join(root, 'docs/kustomize/name-references.yaml'), 'utf8'),
      },
      async (folder) => {
        const all = objects(await good(build(folder)));
        const [secret, gateway] = ['Secret', 'Gateway'].map((kind) => all.find((object) => object.kind === kind));
        assert.match(`${secret?.metadata.name}`, /^shop-cert-\w+$/);
        assert.match(JSON.stringify(gateway), `"credentialName":"${secret?.metadata.name}"`);
      },
    ),
  'intents of a base are expanded by an overlay, unless they are local to the base': () =>
    withFiles(
      {
        'base/kustomization.yaml': 'resources: [intent.yaml]\n',
        'base/intent.yaml': withoutLocal,
        'overlay/kustomization.yaml': 'resources: [../base]\ntransformers: [function.yaml]\n',
        'overlay/function.yaml': config(exec),
      },
      async (folder) => assert.equal(kindsIn(await good(build(join(folder, 'overlay')))), kindsOfSmallest),
    ),
  'a validator passes what is right and stops what is wrong': () =>
    withFiles(
      {
        'base/kustomization.yaml': 'resources: [intent.yaml, ../broken]\ntransformers: [function.yaml]\n',
        'base/intent.yaml': intent(),
        'base/function.yaml': config(exec, 'step: expand'),
        'broken/kustomization.yaml': 'resources: [service.yaml]\n',
        'broken/service.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n',
        'validator/kustomization.yaml': 'resources: [../base]\nvalidators: [function.yaml]\n',
        'validator/function.yaml': config(exec, 'step: validate, emit: none'),
        'last/kustomization.yaml': 'resources: [../base]\ntransformers: [function.yaml]\n',
        'last/function.yaml': config(exec, 'step: validate'),
        'wrong-validator/kustomization.yaml':
          'resources: [../base]\npatches:\n- target: {kind: VirtualService}\n  patch: |\n    - {op: replace, path: /spec/hosts/0, value: ""}\nvalidators: [../validator/function.yaml]\n',
      },
      async (folder) => {
        const expected = ['ConfigMap', ...kindsOfSmallest].sort();
        for (const name of ['base', 'validator', 'last']) assert.equal(kindsIn(await good(build(join(folder, name)))), expected, name);
        const unrestricted = (name: string) =>
          execute(
            'bash',
            [
              '-c',
              `cd ${join(folder, name)} && "$KUSTOMIZE" build --load-restrictor LoadRestrictionsNone --enable-alpha-plugins --enable-exec .`,
            ],
            {
              env: { ...installed, KUSTOMIZE: kustomizeProgram() },
            },
          );
        assert.match(await bad(unrestricted('wrong-validator')), /error: VirtualService shop\/shop-example-com: [^\n]*hosts/);
      },
    ),
  'a build that would delete everything by `emit: none` under transformers is known to us as Kustomize only': () =>
    withFiles({ 'intent.yaml': intent() }, async () => {
      const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n    annotations: {internal.config.kubernetes.io/path: a.yaml}\nfunctionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: x}\n  data: {emit: none}\n`;
      const { status, stdout } = await gatewayIntent([], { input: list });
      assert.is(status, 1);
      assert.match(stdout, 'name: a\n');
      assert.match(stdout, 'GI0012');
    }),
  'what is wrong is told on standard error with place and remedy': () =>
    withFiles({ ...transformer(exec), 'intent.yaml': intent().replace('to: frontend', 'too: frontend') }, async (folder) => {
      assert.match(await bad(build(folder)), /error: GatewayIntent shop\/shop: [^\n]*too[^\n]*\(GI0101\)/);
    }),
  'with origin annotations the file is told too': () =>
    withFiles(
      {
        ...transformer(exec),
        'kustomization.yaml': 'resources: [intent.yaml, other.yaml]\ntransformers: [function.yaml]\nbuildMetadata: [originAnnotations]\n',
        'intent.yaml': intent().replace('to: frontend', 'too: frontend'),
      },
      async (folder) => assert.match(await bad(build(folder)), /error: intent\.yaml: GatewayIntent shop\/shop/),
    ),
  'every resource of others comes out as it does from cat': () =>
    withFiles(
      {
        'kustomization.yaml': 'resources: [foreign.yaml]\ntransformers: [function.yaml]\n',
        'function.yaml': config(exec),
        'foreign.yaml': foreign,
        'cat/kustomization.yaml': 'resources: [../foreign]\ntransformers: [function.yaml]\n',
        'cat/function.yaml': config({ exec: 'cat' }),
        'foreign/kustomization.yaml': 'resources: [foreign.yaml]\n',
        'foreign/foreign.yaml': foreign,
      },
      async (folder) => {
        const { status, stdout } = await build(join(folder, 'cat'));
        assert.is(status, 0);
        assert.is((await build(folder)).stdout, stdout);
      },
    ),
  'a prefix of names reaches the references of Gateway API objects through the file that is shipped': () =>
    withFiles(
      {
        'base/kustomization.yaml': 'resources: [service.yaml]\ngenerators: [intent.yaml]\n',
        'base/service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: {name: frontend, namespace: shop}\nspec: {ports: [{port: 8080}], selector: {app: frontend}}\n',
        'base/intent.yaml': asConfig(exec)
          .replace('spec:\n', 'spec:\n  provider: envoy-gateway\n')
          .replace('    to: frontend:8080\n', '    to: frontend:8080\n    timeout: 5s\n    auth: {denyIPs: [10.0.0.0/8]}\n'),
        'prefixed/kustomization.yaml': 'resources: [../base]\nnamePrefix: green-\nconfigurations: [name-references.yaml]\n',
        'prefixed/name-references.yaml': readFileSync(join(root, 'docs/kustomize/name-references.yaml'), 'utf8'),
      },
      async (folder) => {
        const all = objects(await good(build(join(folder, 'prefixed'))));
        const named = new Set(all.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
        const references = all.flatMap((object) => referencesIn(object, object.kind));
        assert.ok(references.length >= 6, JSON.stringify(references));
        for (const { kind, name } of references) assert.ok(named.has(`${kind}/${name}`), `${kind} ${name} is there: ${[...named]}`);
      },
    ),
});

const kustomizeProgram = (): string =>
  join(
    spawnSync(join(root, 'test/conformance/tools/install.sh'), ['--where', 'kustomize'], { encoding: 'utf8' }).stdout.trim(),
    'kustomize',
  );

/** References to generated kinds by kind and name, wherever they are in an object. */
function referencesIn(value: unknown, within: string): { kind: string; name: string }[] {
  if (Array.isArray(value)) return value.flatMap((entry) => referencesIn(entry, within));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const entries = Array.isArray(inner) ? inner : [inner];
    const usual = { parentRefs: 'Gateway', backendRefs: 'Service', targetRefs: undefined, parametersRef: undefined }[key];
    if (key in { parentRefs: 1, backendRefs: 1, targetRefs: 1, parametersRef: 1 })
      return entries.map((entry: { kind?: string; name: string }) => ({ kind: entry.kind ?? usual ?? '', name: entry.name }));
    return referencesIn(inner, within);
  });
}

const kubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0 ? undefined : 'kubectl is missing';
const kubectlBuild = (folder: string, env: Readonly<Record<string, string>>): Promise<Execution> =>
  execute('kubectl', ['kustomize', '--enable-alpha-plugins', folder], { env });

hostSuite('kustomize: the one in kubectl', kubectl, {
  async 'runs the container form, as generator and as transformer'() {
    const docker = dockerStandIn();
    try {
      await withFiles(generator(image), async (folder) =>
        assert.equal(kindsIn(await good(kubectlBuild(folder, docker.env))), kindsOfSmallest),
      );
      await withFiles(transformer(image), async (folder) => {
        const before = await good(kubectlBuild(folder, docker.env));
        assert.equal(kindsIn(before), ['ConfigMap', ...kindsOfSmallest].sort());
        assert.is(await good(kubectlBuild(folder, docker.env)), before);
      });
      const call = readFileSync(docker.calls, 'utf8');
      assert.match(call, /run --rm .*--network none --user nobody .*-e LOG_TO_STDERR=true/);
      await withFiles({ ...transformer(image), 'intent.yaml': intent().replace('to: frontend', 'too: frontend') }, async (folder) =>
        assert.match(await bad(kubectlBuild(folder, docker.env)), /error: GatewayIntent shop\/shop: [^\n]*too/),
      );
    } finally {
      docker.remove();
    }
  },
  'skips executables without a word, which lint notices': () =>
    withFiles(
      { ...transformer(exec), 'open/kustomization.yaml': 'resources: [intent.yaml]\n', 'open/intent.yaml': withoutLocal },
      async (folder) => {
        const skipped = await kubectlBuild(folder, installed);
        assert.is(skipped.status, 0);
        assert.equal(kindsIn(skipped.stdout), ['ConfigMap']);
        const noticed = await gatewayIntent(['lint', '-', '--expect-generated'], { input: skipped.stdout });
        assert.is(noticed.status, 1);
        assert.match(noticed.stdout, 'GI0015');
        // An intent that is not local is seen without being asked for.
        const leaked = await gatewayIntent(['lint', '-'], { input: (await kubectlBuild(join(folder, 'open'), {})).stdout });
        assert.is(leaked.status, 1);
        assert.match(leaked.stdout, 'GI0014');
      },
    ),
  'finds the program as a plugin by kind, which needs no permission to execute': () =>
    withFiles(
      {
        'generator/kustomization.yaml': 'generators: [intent.yaml]\n',
        'generator/intent.yaml': withoutLocal,
        'transformer/kustomization.yaml': 'resources: [other.yaml, more.yaml]\ntransformers: [intent.yaml]\n',
        'transformer/intent.yaml': withoutLocal,
        'transformer/other.yaml': transformer(exec)['other.yaml'],
        'transformer/more.yaml': intent('more', 'more', 'more.example.com'),
      },
      async (folder) => {
        const plugins = join(folder, 'plugins');
        const place = join(plugins, 'gatewayintent.dev/v1alpha1/gatewayintent');
        mkdirSync(place, { recursive: true });
        symlinkSync(program, join(place, 'GatewayIntent'));
        const env = { KUSTOMIZE_PLUGIN_HOME: plugins };
        const generated = await good(kubectlBuild(join(folder, 'generator'), env));
        assert.equal(kindsIn(generated), kindsOfSmallest);
        const transformed = await good(kubectlBuild(join(folder, 'transformer'), env));
        assert.equal(kindsIn(transformed), ['ConfigMap', ...kindsOfSmallest, ...kindsOfSmallest].sort());
        assert.match(transformed, 'octal: "0443"');
        cpSync(join(folder, 'generator'), join(folder, 'wrong'), { recursive: true });
        chmodSync(join(folder, 'wrong/intent.yaml'), 0o644);
        await withFiles(
          { 'kustomization.yaml': 'generators: [intent.yaml]\n', 'intent.yaml': withoutLocal.replace('to: frontend', 'too: frontend') },
          async (wrong) => assert.match(await bad(kubectlBuild(wrong, env)), /error: GatewayIntent shop\/shop: [^\n]*too/),
        );
      },
    ),
});

hostSuite('lint of a stream', undefined, {
  async 'passes what was built, and refuses nothing at all'() {
    await withFiles({ 'intent.yaml': intent() }, async (folder) => {
      const { stdout } = await gatewayIntent(['render', folder]);
      assert.is((await gatewayIntent(['lint', '-', '--expect-generated'], { input: stdout })).status, 0);
      const { status, stderr } = await gatewayIntent(['lint', '-'], { input: '' });
      assert.is(status, 2);
      assert.match(stderr, 'standard input holds no objects');
    });
  },
  async 'reads what kpt sends'() {
    const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- apiVersion: networking.istio.io/v1\n  kind: VirtualService\n  metadata: {name: empty}\n  spec: {hosts: []}\n`;
    const { status, stdout } = await gatewayIntent(['lint', '-'], { input: list });
    assert.is(status, 1);
    assert.match(stdout, 'hosts');
  },
});
