import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { mergeTypeOf } from '../../../functions/patch/merge/merge-type.ts';
import { strategicMerge } from '../../../functions/patch/merge/strategic-merge.ts';
import { suite } from '../../suite.ts';
import { type ApiServer, startApiServer } from '../judges/api-server.ts';
import { missingTool } from '../judges/tool.ts';

/** A Deployment whose defaults are all written, so that the API server adds none. */
const deployment = (spec: object): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', namespace: 'default', labels: { app: 'd' }, finalizers: ['example.com/a', 'example.com/b'] },
  spec: { replicas: 1, selector: { matchLabels: { app: 'd' } }, template: { metadata: { labels: { app: 'd' } }, spec } },
});

const some = <Value>(entry: fc.Arbitrary<Value>, key: (value: Value) => unknown) =>
  fc.uniqueArray(entry, { minLength: 1, maxLength: 4, selector: key });
const env = fc.record({ name: fc.constantFrom('A', 'B', 'C', 'D'), value: fc.constantFrom('x', 'y') });
const port = fc.record(
  { containerPort: fc.constantFrom(80, 443, 8080), name: fc.constantFrom('p', 'q', 'r'), protocol: fc.constant('TCP') },
  { requiredKeys: ['containerPort', 'protocol'] },
);
const mount = fc.record({ name: fc.constantFrom('v', 'w'), mountPath: fc.constantFrom('/a', '/b', '/c') });
const container = fc.record(
  {
    name: fc.constantFrom('one', 'two', 'three'),
    image: fc.constantFrom('a:1', 'b:2'),
    env: some(env, ({ name }) => name),
    args: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    volumeMounts: some(mount, ({ mountPath }) => mountPath),
    securityContext: fc.record({ runAsUser: fc.integer({ min: 1, max: 3 }), privileged: fc.boolean() }, { requiredKeys: [] }),
  },
  { requiredKeys: ['name', 'image'] },
);
const pod = fc.record(
  {
    containers: some(container, ({ name }) => name),
    volumes: fc.constant([
      { name: 'v', emptyDir: {} },
      { name: 'w', emptyDir: {} },
    ]),
    tolerations: fc.array(fc.record({ key: fc.constantFrom('a', 'b'), operator: fc.constant('Exists') }), { maxLength: 2 }),
    nodeSelector: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'), { maxKeys: 2 }),
    hostAliases: some(fc.record({ ip: fc.constantFrom('10.0.0.1', '10.0.0.2'), hostnames: fc.constant(['h']) }), ({ ip }) => ip),
    imagePullSecrets: some(fc.record({ name: fc.constantFrom('s', 't') }), ({ name }) => name),
  },
  { requiredKeys: ['containers', 'volumes'] },
);

/** A patch of a list: elements that change, come or go, or the whole list in another's place. */
const listPatch = <Value extends object>(entry: fc.Arbitrary<Value>, key: keyof Value) =>
  fc.uniqueArray(
    fc.oneof(
      { weight: 4, arbitrary: entry as fc.Arbitrary<object> },
      { weight: 1, arbitrary: entry.map((value): object => ({ [key]: value[key], $patch: 'delete' })) },
    ),
    { minLength: 1, maxLength: 3, selector: (value) => (value as Value)[key] },
  );
const containerPatch = fc.record(
  {
    name: fc.constantFrom('one', 'two', 'three', 'four'),
    image: fc.constant('c:3'),
    env: fc.oneof(listPatch(env, 'name'), fc.constant(null)),
    args: fc.oneof(fc.constant(['z']), fc.constant(null)),
    ports: listPatch(port, 'containerPort'),
    securityContext: fc.constantFrom<unknown>(
      null,
      { privileged: null },
      { runAsUser: 9 },
      { $patch: 'replace', privileged: false },
      { $patch: 'delete' },
    ),
  },
  { requiredKeys: ['name', 'image'] },
);
const patch = fc.record(
  {
    containers: listPatch(containerPatch, 'name'),
    volumes: fc.constantFrom<unknown>(
      [{ name: 'x', emptyDir: {} }],
      [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/h', type: '' } }],
    ),
    tolerations: fc.constantFrom<unknown>(null, [{ key: 'c', operator: 'Exists' }]),
    nodeSelector: fc.constantFrom<unknown>(null, { a: null }, { d: 'z' }, { $patch: 'replace', e: 'z' }),
    hostAliases: fc.constantFrom<unknown>(
      [{ ip: '10.0.0.3', hostnames: ['i'] }],
      [{ ip: '10.0.0.2', hostnames: ['i'] }],
      [{ $patch: 'replace' }, { ip: '10.0.0.9', hostnames: ['j'] }],
    ),
    imagePullSecrets: fc.constantFrom<unknown>([{ name: 'u' }], [{ name: 't', $patch: 'delete' }]),
  },
  { requiredKeys: [] },
);

const metadataPatch = fc.constantFrom<object>(
  {},
  { labels: { team: 'web', app: 'd' } },
  { finalizers: ['example.com/c'] },
  { '$deleteFromPrimitiveList/finalizers': ['example.com/a'] },
);

/** What the API server adds to every Deployment. */
const added = [
  'terminationGracePeriodSeconds',
  'dnsPolicy',
  'restartPolicy',
  'schedulerName',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'imagePullPolicy',
  'resources',
  'strategy',
  'revisionHistoryLimit',
  'progressDeadlineSeconds',
];

/** The parts of an object that patches of these tests touch; an empty map or list is the same as none to Kubernetes. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(
    ([key, child]) => !added.includes(key) && !(key === 'securityContext' && child !== null && Object.keys(child).length === 0),
  );
  return Object.fromEntries(
    kept
      .map(([key, child]) => [key, plain(child)] as const)
      .filter(
        ([, child]) =>
          !(Array.isArray(child) && child.length === 0) &&
          !(child !== null && typeof child === 'object' && !Array.isArray(child) && Object.keys(child).length === 0),
      )
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

const touched = (object: KubeObject): unknown => {
  const { labels, finalizers } = object.metadata as { labels?: unknown; finalizers?: unknown };
  return plain({ labels, finalizers, spec: object.spec });
};

interface Patched {
  readonly containers?: readonly Patched[];
  readonly [field: string]: unknown;
}

/**
 * Where there is nothing that a directive could act on, Kubernetes drops `$patch: replace` with all that it holds, and does not look at directives in new elements of
 * lists. We take what `replace` holds, and nothing that is to be deleted.
 */
function actsOnNothing(object: Patched | undefined, written: Patched): boolean {
  if (object === undefined) return JSON.stringify(written).includes('"$patch"');
  const fields = ['securityContext', 'nodeSelector'].some(
    (field) => (written[field] as { $patch?: string } | undefined)?.$patch === 'replace' && Object.keys(object[field] ?? {}).length === 0,
  );
  const own = (written.containers ?? []).filter((one) => one.$patch !== 'delete');
  return (
    fields ||
    own.some((one) =>
      actsOnNothing(
        object.containers?.find(({ name }) => name === one.name),
        one,
      ),
    )
  );
}

async function agreesWith(server: ApiServer): Promise<void> {
  let applied = 0;
  await fc.assert(
    fc.asyncProperty(pod, patch, metadataPatch, async (spec, podPatch, metadata) => {
      fc.pre(!actsOnNothing(spec, podPatch as Patched));
      const object = deployment(spec);
      const written = { metadata, spec: { template: { spec: podPatch } } };
      const path = '/apis/apps/v1/namespaces/default/deployments';
      await server.call('DELETE', `${path}/d`);
      await server.call('PATCH', `${path}/d`, { metadata: { finalizers: null } }, 'application/merge-patch+json');
      const created = await server.call('POST', path, object);
      fc.pre(created.status === 201);
      const answer = await server.call('PATCH', `${path}/d?dryRun=All`, written, 'application/strategic-merge-patch+json');
      fc.pre(answer.status === 200);
      applied++;
      const problems: string[] = [];
      const ours = strategicMerge(object, written, mergeTypeOf('apps/v1', 'Deployment'), ({ message }) => problems.push(message));
      assert.equal(problems, []);
      assert.equal(touched(ours as KubeObject), touched(answer.body as unknown as KubeObject));
    }),
    { numRuns: 300 },
  );
  assert.ok(applied >= 100, `only ${applied} patches were accepted`);
}

suite('strategic merge against a real API server', {
  async 'core kinds are patched as the API server patches them, the order of lists included'() {
    const missing = missingTool('kube');
    if (missing !== undefined) {
      assert.not.ok(process.env.CI, missing);
      console.log(`not run: ${missing}`);
      return;
    }
    const server = await startApiServer({ crds: false });
    try {
      await agreesWith(server);
    } finally {
      server.stop();
    }
  },
});
