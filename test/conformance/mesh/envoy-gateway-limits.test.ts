import * as assert from 'uvu/assert';
import { buildMesh } from '../../../functions/mesh/build-mesh.ts';
import { requestOfUrl } from '../../../functions/mesh/trace/request.ts';
import { trace } from '../../../functions/mesh/trace/trace.ts';
import { itemsOf } from '../../mesh/mesh-of.ts';
import { suite } from '../../suite.ts';
import { translate } from '../judges/egctl.ts';
import { type Random, random } from './random.ts';

type Json = Readonly<Record<string, unknown>>;
const api = 'gateway.networking.k8s.io';
const listeners = { http: 80, alt: 8080 } as const;
const paths = ['a', 'b', 'c', 'd'];
const durations = ['0s', '3s', '700ms', '1m30s'];

const base: readonly Json[] = [
  object('gateway.networking.k8s.io/v1', 'GatewayClass', 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
  object('v1', 'Service', 'web', { clusterIP: '10.9.9.9', ports: [{ name: 'http', port: 80, targetPort: 80, protocol: 'TCP' }] }),
  object(`${api}/v1`, 'Gateway', 'web', {
    gatewayClassName: 'eg',
    listeners: Object.entries(listeners).map(([name, port]) => ({ name, port, protocol: 'HTTP' })),
  }),
];

function object(apiVersion: string, kind: string, name: string, spec: unknown): Json {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec };
}

function rule(dice: Random, name: string): Json {
  const backendRequest = dice.chance(0.3) ? dice.pick(durations) : undefined;
  const request = dice.chance(0.4) ? (backendRequest === undefined ? dice.pick(durations) : '1m30s') : undefined;
  const timeouts = { ...(request ? { request } : {}), ...(backendRequest ? { backendRequest } : {}) };
  const retry = dice.chance(0.3)
    ? { ...(dice.chance(0.5) ? { attempts: 1 + dice.integer(3) } : {}), ...(dice.chance(0.5) ? { codes: [500, 504] } : {}) }
    : undefined;
  return {
    name,
    matches: [{ path: { value: `/${name}` } }],
    backendRefs: [{ name: 'web', port: 80 }],
    ...(Object.keys(timeouts).length > 0 ? { timeouts } : {}),
    ...(retry ? { retry } : {}),
  };
}

function policy(dice: Random, name: string, target: Json, merges: boolean): Json {
  const retryOn = {
    ...(dice.chance(0.4) ? { triggers: dice.some(['5xx', 'reset', 'retriable-status-codes'], 1, 2) } : {}),
    ...(dice.chance(0.4) ? { httpStatusCodes: [502] } : {}),
  };
  const retry = {
    ...(dice.chance(0.5) ? { numRetries: dice.integer(5) } : {}),
    ...(Object.keys(retryOn).length > 0 ? { retryOn } : {}),
    ...(dice.chance(0.4) ? { perRetry: { timeout: dice.pick(durations) } } : {}),
  };
  return object('gateway.envoyproxy.io/v1alpha1', 'BackendTrafficPolicy', name, {
    targetRefs: [{ group: api, ...target }],
    ...(merges && dice.chance(0.6) ? { mergeType: dice.pick(['StrategicMerge', 'JSONMerge']) } : {}),
    ...(dice.chance(0.6) ? { timeout: { http: { requestTimeout: dice.pick(durations) } } } : {}),
    ...(dice.chance(0.5) ? { retry } : {}),
  });
}

function configuration(dice: Random): readonly Json[] {
  const route = { kind: 'HTTPRoute', name: 'shop' };
  const targets: readonly (readonly [Json, boolean])[] = [
    [{ kind: 'Gateway', name: 'web' }, false],
    [{ kind: 'Gateway', name: 'web', sectionName: 'alt' }, false],
    [route, true],
    [{ ...route, sectionName: dice.pick(paths) }, true],
  ];
  const rules = paths.map((name) => rule(dice, name));
  return [
    ...base,
    object(`${api}/v1`, 'HTTPRoute', 'shop', { parentRefs: [{ name: 'web' }], hostnames: ['shop.example.com'], rules }),
    ...dice.some(targets, 1, 4).map(([target, merges], index) => policy(dice, `p${index}`, target, merges)),
  ];
}

/** The limits of every route, by listener and path, as the translator gives them to Envoy. */
async function translated(objects: readonly Json[]): Promise<Record<string, string>> {
  const { gateways } = await translate(objects.map((one) => JSON.stringify(one)).join('\n---\n'));
  const tables = Object.values(gateways).flatMap(({ routes }) => routes) as readonly unknown[] as readonly Table[];
  const told = tables.flatMap(({ name, virtualHosts }) =>
    virtualHosts.flatMap(({ routes }) =>
      routes.map(({ match, route }) => [`${name.split('/').at(-1)} ${match.pathSeparatedPrefix}`, limitsText(route)] as const),
    ),
  );
  return Object.fromEntries(told.sort());
}

interface Table {
  readonly name: string;
  readonly virtualHosts: readonly {
    readonly routes: readonly { readonly match: { readonly pathSeparatedPrefix: string }; readonly route: Action }[];
  }[];
}

interface Action {
  readonly timeout?: string;
  readonly retryPolicy?: {
    readonly numRetries: number;
    readonly retryOn: string;
    readonly retriableStatusCodes?: readonly number[];
    readonly perTryTimeout?: string;
  };
}

function limitsText({ timeout, retryPolicy }: Action): string {
  const wait = timeout === undefined ? '15' : String(Number.parseFloat(timeout));
  if (retryPolicy === undefined || retryPolicy.numRetries === 0) return `${wait} ${retryPolicy === undefined ? '' : 'no'}`;
  const { numRetries, retryOn, retriableStatusCodes = [], perTryTimeout } = retryPolicy;
  const causes = retryOn.split(',').flatMap((cause) => (cause === 'retriable-status-codes' ? retriableStatusCodes.map(String) : [cause]));
  return `${wait} ${numRetries} ${perTryTimeout === undefined ? '' : Number.parseFloat(perTryTimeout)} ${causes.join(',')}`;
}

/** The same, as the model tells it. */
function modelled(objects: readonly Json[]): Record<string, string> {
  const mesh = buildMesh(itemsOf(objects.map((one) => JSON.stringify(one)).join('\n---\n')));
  const told = Object.entries(listeners).flatMap(([name, port]) =>
    paths.map((path) => {
      const { start } = trace(mesh, { kind: 'outside' }, requestOfUrl(`http://shop.example.com:${port}/${path}`));
      return [`${name} /${path}`, wordsText(start.branches[0]?.next.decisions ?? [], start.decisions)] as const;
    }),
  );
  return Object.fromEntries(told.sort());
}

function wordsText(...steps: readonly (readonly { readonly what: string; readonly because: string }[])[]): string {
  const limits = steps
    .flat()
    .filter(({ what }) => what === 'limits')
    .map(({ because }) => because);
  const [, wait] = /^(?:no timeout|timeout (\S+?),?)$/.exec((limits[0] ?? '').replace(/,? Envoy's default$/, '')) ?? [];
  const retries = limits.find((text) => /retr(y|ies)/.test(text));
  const [, count, each, causes = ''] = /^(\d+) retr(?:y|ies)(?:, (\S+) each)?(?:, on (.*))?$/.exec(retries ?? '') ?? [];
  const rest =
    retries === undefined
      ? ''
      : count === undefined
        ? 'no'
        : `${count} ${each === undefined ? '' : seconds(each)} ${causes.replaceAll(', ', ',')}`;
  return `${wait === undefined ? 0 : seconds(wait)} ${rest}`;
}

function seconds(text: string): number {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return (
    [...text.matchAll(/(\d+)(ms|s|m|h)/g)].reduce((sum, [, number, unit = 's']) => sum + Number(number) * (units[unit] ?? 0), 0) / 1000
  );
}

suite('limits of Envoy Gateway: what the model tells is what its translator writes', {
  async 'timeouts and retries of routes, listeners and Gateways, replaced and merged'() {
    for (let seed = 1; seed <= Number(process.env.LIMITS_RUNS ?? 4); seed++) {
      const objects = configuration(random(seed));
      assert.equal(modelled(objects), await translated(objects), `configuration ${seed}: ${JSON.stringify(objects.slice(base.length))}`);
    }
  },
});
