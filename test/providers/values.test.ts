import * as assert from 'uvu/assert';
import { formatPath } from '../../functions/diagnostics/path.ts';
import type { ProviderName } from '../../functions/intent/model.ts';
import { suite } from '../suite.ts';
import { expandSpec } from './expand-intent.ts';

/** A value, who refuses it, and what is offered instead. */
interface OddValue {
  readonly route?: object;
  readonly exposure?: object;
  readonly at: string;
  readonly by: readonly ProviderName[];
  readonly instead: string;
}

const all: readonly ProviderName[] = ['istio', 'mesh-gateway', 'istio-gateway-api', 'envoy-gateway', 'gateway-api'];
const gatewayApis = all.slice(2);
const set = (headers: object, side = 'requestHeaders'): object => ({ [side]: { set: headers } });
const match = (condition: object): object => ({ match: [condition] });

const odd: Readonly<Record<string, OddValue>> = {
  'a single percent sign': { route: set({ x: '100%' }), at: 'requestHeaders.set.x', by: all, instead: '%%' },
  'a percent sign in a response': { route: set({ x: '5% off' }, 'responseHeaders'), at: 'responseHeaders.set.x', by: all, instead: '%%' },
  'an unknown variable': { route: set({ x: '%REQUEST_HEADR(a)%' }), at: 'requestHeaders.set.x', by: all, instead: 'did you mean' },
  'a variable without what it needs': { route: set({ x: '%REQ%' }), at: 'requestHeaders.set.x', by: all, instead: '%REQ(…)%' },
  'a doubled percent sign': { route: set({ x: '100%%' }), at: 'requestHeaders.set.x', by: ['gateway-api'], instead: 'leave it out' },
  'a variable': { route: set({ x: 'a %REQ(x-y?z)% %START_TIME(%Y)%' }), at: 'requestHeaders.set.x', by: ['gateway-api'], instead: '' },
  'the beginning of a variable': {
    route: set({ x: '%REQ(x-y):10%' }),
    at: 'requestHeaders.set.x',
    by: ['istio', 'mesh-gateway', 'gateway-api'],
    instead: 'leave out',
  },
  'the Host': {
    route: set({ Host: 'a.example' }),
    at: 'requestHeaders.set.Host',
    by: ['envoy-gateway', 'gateway-api'],
    instead: 'rewrite.host',
  },
  'an empty header': { route: set({ x: '' }), at: 'requestHeaders.set.x', by: gatewayApis, instead: '`istio`' },
  'a pseudo header': { route: set({ ':path': '/' }), at: 'requestHeaders.set[":path"]', by: gatewayApis, instead: '`istio`' },
  'another alphabet': { route: set({ x: 'ä' }), at: 'requestHeaders.set.x', by: gatewayApis, instead: '`istio`' },
  'a name with brackets': {
    ...{ route: match({ queryParams: [{ name: 'a[]', exact: '1' }] }), at: 'match[0].queryParams[0].name' },
    ...{ by: gatewayApis, instead: '`istio`' },
  },
  'an empty condition': {
    ...{ route: match({ headers: [{ name: 'x', exact: '' }] }), at: 'match[0].headers[0].exact', by: gatewayApis, instead: '^$' },
  },
  'a path that proxies normalise': {
    route: match({ path: { prefix: '/a//b' } }),
    at: 'match[0].path.prefix',
    by: gatewayApis,
    instead: 'regex',
  },
  'a path with a query': { route: match({ path: { exact: '/a?b' } }), at: 'match[0].path.exact', by: gatewayApis, instead: 'regex' },
  'an escaped path': { route: match({ path: { exact: '/%C3%A4' } }), at: '', by: [], instead: '' },
  'a host with a port': { route: { rewrite: { host: 'a.example:80' } }, at: 'rewrite.host', by: gatewayApis, instead: 'without the port' },
  'an address': { route: { rewrite: { host: '10.0.0.1' } }, at: 'rewrite.host', by: gatewayApis, instead: 'write a name' },
  'an origin of an application': {
    ...{ route: { cors: { allowOrigins: [{ exact: 'capacitor://localhost' }] } }, at: 'cors.allowOrigins[0].exact' },
    ...{ by: gatewayApis, instead: '`istio`' },
  },
  'origins with a port': { route: { cors: { allowOrigins: [{ exact: 'https://*.a.example:8443' }] } }, at: '', by: [], instead: '' },
  'paths of an exposure': { exposure: { paths: ['/ä'] }, at: 'paths[0]', by: gatewayApis, instead: '%C3%A4' },
};

/** The errors of a provider: code and place; and what they offer instead. */
function refusals({ route, exposure }: OddValue, provider: ProviderName) {
  const served = exposure === undefined ? { routes: [{ to: 'web:8080', ...route }] } : { to: 'web:8080', ...exposure };
  const { diagnostics } = expandSpec({
    ...{ provider, gateways: [{ name: 'public', ...(provider === 'gateway-api' ? { class: { name: 'any' } } : {}) }] },
    expose: [{ hosts: ['shop.example.com'], ...served }],
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return { places: errors.map(({ code, path = [] }) => `${code} ${formatPath(path)}`), fixes: errors.map(({ fix = '' }) => fix) };
}

function judge(value: OddValue): void {
  const { exposure, at, by, instead } = value;
  for (const provider of all) {
    const { places, fixes } = refusals(value, provider);
    const place = `GI0501 spec.expose[0].${exposure === undefined ? 'routes[0].' : ''}${at}`;
    assert.equal(places, by.includes(provider) ? [place] : [], provider);
    if (provider !== 'gateway-api')
      assert.is(
        fixes.find((fix) => !fix.includes(instead)),
        undefined,
      );
  }
}

suite(
  'values that some providers cannot carry are refused where they stand',
  Object.fromEntries(Object.entries(odd).map(([name, value]) => [name, () => judge(value)])),
);
