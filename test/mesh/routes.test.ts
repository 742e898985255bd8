import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { backend, endsOf, gatewayPods, meshOf, traceUrl } from './mesh-of.ts';

const gateway = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: web, namespace: ingress}
spec: {selector: {istio: ingress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
---`;
const virtualService = (name: string, spec: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
---`;
const base = gatewayPods('ingress') + gateway + backend('shop', 'web') + backend('shop', 'api');
const rules = (http: string) => meshOf(base + virtualService('x', `{hosts: ["*"], gateways: [ingress/web], http: ${http}}`));
const to = (host: string) => `route: [{destination: {host: ${host}}}]`;
/** What arrives at the pods. */
const arrives = (http: string, url: string, headers: Record<string, string> = {}) => {
  const [found] = traceUrl(rules(http), url, { headers }).ends;
  return found?.end.kind === 'answered' ? found.end.request : undefined;
};

suite('routes of a VirtualService', {
  'nothing after a catch-all of the same VirtualService is reached, however it is written'() {
    const http = `[{match: [{uri: {prefix: /}}], ${to('web')}}, {match: [{uri: {exact: /a}}], ${to('api')}}]`;
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/a')), ['100% web.shop:80']);
  },
  'a catch-all moves behind the routes of other VirtualServices'() {
    const mesh = meshOf(
      base +
        virtualService('a', `{hosts: ["*"], gateways: [ingress/web], http: [{${to('web')}}]}`) +
        virtualService('b', `{hosts: ["*"], gateways: [ingress/web], http: [{match: [{uri: {prefix: /api}}], ${to('api')}}]}`),
    );
    assert.equal(endsOf(traceUrl(mesh, 'http://h/api')), ['100% api.shop:80']);
    assert.equal(endsOf(traceUrl(mesh, 'http://h/')), ['100% web.shop:80']);
  },
  'an exact host wins whole over a wildcard: a path missing there is 404'() {
    const mesh = meshOf(
      base +
        virtualService('a', `{hosts: ["*.example.com"], gateways: [ingress/web], http: [{${to('web')}}]}`) +
        virtualService('b', `{hosts: [x.example.com], gateways: [ingress/web], http: [{match: [{uri: {prefix: /api}}], ${to('api')}}]}`),
    );
    assert.equal(endsOf(traceUrl(mesh, 'http://x.example.com/')), ['100% no-route 404']);
  },
  'regular expressions are RE2 and match in full'() {
    const http = `[{match: [{uri: {regex: "/a+"}}], ${to('web')}}]`;
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/aa')), ['100% web.shop:80']);
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/aab')), ['100% no-route 404']);
  },
  'header names do not care about case, values do'() {
    const http = `[{match: [{headers: {X-User: {exact: Bob}}}], ${to('api')}}, {${to('web')}}]`;
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/', { headers: { 'x-user': 'Bob' } })), ['100% api.shop:80']);
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/', { headers: { 'x-user': 'bob' } })), ['100% web.shop:80']);
  },
  'withoutHeaders holds for a header that is missing'() {
    const http = `[{match: [{withoutHeaders: {x-beta: {exact: "yes"}}}], ${to('web')}}, {${to('api')}}]`;
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/')), ['100% web.shop:80']);
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/', { headers: { 'x-beta': 'yes' } })), ['100% api.shop:80']);
  },
  'query parameters are compared undecoded, the first of each'() {
    const http = `[{match: [{queryParams: {v: {exact: "2"}}}], ${to('api')}}, {${to('web')}}]`;
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/?v=2&v=3')), ['100% api.shop:80']);
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/?v=%32')), ['100% web.shop:80']);
  },
  'JWT claims route only requests whose token has them, where somebody looks at tokens'() {
    const http = `[{match: [{headers: {"@request.auth.claims.group.id": {exact: admin}}}], ${to('api')}}, {${to('web')}}]`;
    const claims = { iss: 'i', group: { id: ['dev', 'admin'] } };
    const authentication = `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: jwt, namespace: ingress}
spec: {jwtRules: [{issuer: i}]}
---`;
    const looking = meshOf(base + authentication + virtualService('x', `{hosts: ["*"], gateways: [ingress/web], http: ${http}}`));
    assert.equal(endsOf(traceUrl(looking, 'http://h/', { claims })), ['100% api.shop:80']);
    assert.equal(endsOf(traceUrl(looking, 'http://h/')), ['100% web.shop:80']);
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/', { claims })), ['100% web.shop:80']);
  },
  'match.port is the port of the Gateway server'() {
    const http = `[{match: [{port: 8080}], ${to('api')}}, {${to('web')}}]`;
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/')), ['100% web.shop:80']);
  },
  'a match for a gateway that the VirtualService does not bind never holds'() {
    const http = `[{match: [{gateways: [shop/other]}], ${to('api')}}, {${to('web')}}]`;
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/')), ['100% web.shop:80']);
  },
});

suite('what a route does to a request', {
  'a prefix is replaced as text: slashes double or get lost'() {
    const http = (prefix: string, uri: string) => `[{match: [{uri: {prefix: ${prefix}}}], rewrite: {uri: ${uri}}, ${to('web')}}]`;
    assert.is(arrives(http('/api', '/'), 'http://h/api/x')?.path, '//x');
    assert.is(arrives(http('/api/', '/v1'), 'http://h/api/x?q=1')?.path, '/v1x?q=1');
  },
  'a rewrite without a match is put before the whole path'() {
    assert.is(arrives(`[{rewrite: {uri: /beta}, ${to('web')}}]`, 'http://h/api/x')?.path, '/betaapi/x');
  },
  'a regex rewrite replaces every match and knows groups'() {
    const http = `[{rewrite: {uriRegexRewrite: {match: "/(\\\\w)", rewrite: '/x\\1'}}, ${to('web')}}]`;
    assert.is(arrives(http, 'http://h/a/b')?.path, '/xa/xb');
  },
  'headers are removed first, then set, then added; the host is the rewrite'() {
    const http = `[{headers: {request: {remove: [x-a], set: {X-B: "2", host: inner}, add: {x-c: "3"}}}, ${to('web')}}]`;
    const request = arrives(http, 'http://h/', { 'x-a': '1', 'x-b': '1', 'x-c': '1' });
    assert.equal(request?.headers, { 'x-b': '2', 'x-c': '1,3' });
    assert.is(request?.host, 'inner');
  },
  'redirects keep what they do not set'() {
    const location = (redirect: string, url: string) =>
      endsOf(traceUrl(rules(`[{match: [{uri: {prefix: /old}}], redirect: ${redirect}}]`), url));
    assert.equal(location('{uri: /new}', 'http://h/old/x?a=1'), ['100% 301 http://h/new?a=1']);
    assert.equal(location('{authority: else.org, redirectCode: 308}', 'http://h/old/x'), ['100% 308 http://else.org/old/x']);
    assert.equal(location('{prefixRewrite: /p}', 'http://h/old/x'), ['100% 301 http://h/p/x']);
    assert.equal(location('{scheme: https, derivePort: FROM_REQUEST_PORT}', 'http://h:80/old'), ['100% 301 https://h:80/old']);
    assert.equal(location('{scheme: https, port: 443}', 'http://h:80/old'), ['100% 301 https://h/old']);
  },
  'a redirect code that Envoy does not know leaves a route that does nothing'() {
    assert.equal(endsOf(traceUrl(rules('[{redirect: {uri: /x, redirectCode: 305}}]'), 'http://h/')), ['100% no-route']);
  },
  'dot segments are resolved before routes are looked at'() {
    const http = `[{match: [{uri: {prefix: /admin}}], ${to('api')}}, {${to('web')}}]`;
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/x/../admin')), ['100% api.shop:80']);
    assert.equal(endsOf(traceUrl(rules(http), 'http://h/%61dmin')), ['100% api.shop:80']);
  },
});

const root = (match: string, delegate: string) =>
  virtualService('root', `{hosts: ["*"], gateways: [ingress/web], http: [{${match}delegate: ${delegate}}, {${to('web')}}]}`);

suite('delegates', {
  'a delegate takes the place of the rule that names it, inside its match'() {
    const mesh = meshOf(
      base +
        root('match: [{uri: {prefix: /api}}], ', '{name: d}') +
        virtualService('d', `{http: [{match: [{uri: {prefix: /api/v1}}], ${to('api')}}]}`),
    );
    assert.equal(endsOf(traceUrl(mesh, 'http://h/api/v1/x')), ['100% api.shop:80']);
    assert.equal(endsOf(traceUrl(mesh, 'http://h/api/v2')), ['100% web.shop:80']);
  },
  'a rule of the delegate that leaves the match of the root is lost'() {
    const mesh = meshOf(
      base +
        root('match: [{uri: {prefix: /api}}], ', '{name: d}') +
        virtualService('d', `{http: [{match: [{uri: {prefix: /other}}], ${to('api')}}]}`),
    );
    assert.equal(endsOf(traceUrl(mesh, 'http://h/other')), ['100% web.shop:80']);
    assert.equal(
      mesh.virtualServices.all.flatMap((entry) => entry.lost.map((lost) => lost.reason)),
      ['conflict'],
    );
  },
  'a missing delegate, or one with hosts, drops the rule silently'() {
    const mesh = meshOf(base + root('', '{name: d}') + virtualService('d', `{hosts: [x], http: [{${to('api')}}]}`));
    assert.equal(endsOf(traceUrl(mesh, 'http://h/')), ['100% web.shop:80']);
    assert.equal(
      mesh.virtualServices.all.flatMap((entry) => entry.lost.map((lost) => lost.because)),
      ['there is no VirtualService "shop/d" without hosts'],
    );
  },
});
