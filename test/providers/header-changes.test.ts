import * as assert from 'uvu/assert';
import { mergeHeaders } from '../../functions/intent/resolve/header-changes.ts';
import { suite } from '../suite.ts';
import { errorsOf, expandSpec, theOnly } from './expand-intent.ts';

const spec = (provider: string) => ({
  provider,
  gateways: [{ name: 'public', defaults: { requestHeaders: { set: { 'X-Colour': 'grey', 'x-kept': 'yes' }, remove: ['x-debug'] } } }],
  expose: [
    {
      hosts: ['shop.example.com'],
      backends: [
        { service: 'a', port: 80, requestHeaders: { set: { 'x-colour': 'red' } } },
        { service: 'b', port: 80, requestHeaders: { add: { 'x-debug': 'b' } } },
        { service: 'c', port: 80 },
      ],
    },
  ],
});

suite('header changes', {
  'the more special change counts, whatever the case of the name'() {
    const first = { set: { 'X-A': '1', 'x-b': '1' }, add: { 'x-c': '1' }, remove: ['x-d', 'x-e'] };
    assert.equal(mergeHeaders(first, { set: { 'x-a': '2', 'X-D': '2' }, remove: ['x-b', 'x-c'] }), {
      set: { 'x-a': '2', 'X-D': '2' },
      remove: ['x-e', 'x-b', 'x-c'],
    });
    assert.equal(mergeHeaders({ set: { 'x-a': '1' } }, { add: { 'x-a': '2' } }), { set: { 'x-a': '1' }, add: { 'x-a': '2' } });
  },
  'what a route and one of its backends say of the same header is said by the backends, because proxies make the changes of the route last'() {
    const virtualService = theOnly(expandSpec(spec('istio')), 'VirtualService').spec as {
      http: [{ headers: object; route: { headers?: object }[] }];
    };
    assert.equal(virtualService.http[0].headers, { request: { set: { 'x-kept': 'yes' } } });
    assert.equal(
      virtualService.http[0].route.map(({ headers }) => headers),
      [
        { request: { set: { 'x-colour': 'red' }, remove: ['x-debug'] } },
        { request: { set: { 'X-Colour': 'grey' }, add: { 'x-debug': 'b' }, remove: ['x-debug'] } },
        { request: { set: { 'X-Colour': 'grey' }, remove: ['x-debug'] } },
      ],
    );
    const route = theOnly(expandSpec(spec('envoy-gateway')), 'HTTPRoute').spec as {
      rules: [{ filters: object[]; backendRefs: { filters: object[] }[] }];
    };
    assert.equal(route.rules[0].filters, [
      { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-kept', value: 'yes' }] } },
    ]);
    assert.equal(route.rules[0].backendRefs[0]?.filters, [
      { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-colour', value: 'red' }], remove: ['x-debug'] } },
    ]);
  },
  'a header that the gateway sets and a route adds has no meaning that every class shares'() {
    const errors = (provider: string): string[] =>
      errorsOf(
        expandSpec({
          provider,
          gateways: [{ name: 'public', class: { name: 'any' }, defaults: { requestHeaders: { set: { 'X-A': '1' } } } }],
          expose: [{ hosts: ['shop.example.com'], routes: [{ to: 'web:80', requestHeaders: { add: { 'x-a': '2' } } }] }],
        }),
      );
    assert.equal(errors('istio-gateway-api'), []);
    for (const provider of ['envoy-gateway', 'gateway-api'])
      assert.match(errors(provider)[0] as string, 'GI0503 `spec.expose[0].routes[0].requestHeaders` both sets and adds "x-a"');
  },
});
