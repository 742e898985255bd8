import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { runInMemory } from './run-in-memory.ts';

const intent = `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata: {name: shop, namespace: shop}
spec:
  gateways: [{name: public}]
  expose:
  - hosts: [shop.example.com]
    routes:
    - {match: [{path: {prefix: /api}}], to: "api:8080", rewrite: {prefix: /}}
    - {match: [{headers: [{name: x-beta, exact: "yes"}]}], to: "beta:8080"}
    - {match: [{path: {exact: /old}}], redirect: {path: /new}}
    tls: {secretName: c}
`;
const app = (name: string) => `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec: {template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: app, image: app}]}}}
`;
const files = { 'gateway.yaml': intent, 'api.yaml': `${app('api')}---\n${app('beta')}` };

const explain = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runInMemory(['explain', ...args], { ...files, ...more });

suite('explain', {
  async 'every proxy, what it decides, and the line of the intent that makes it decide so'() {
    const { code, out } = await explain(['https://shop.example.com/api/carts?x=1']);
    assert.is(code, 0);
    assert.match(out, 'GET https://shop.example.com/api/carts?x=1 from outside: reachable\n→ api.shop:8080\n');
    assert.match(out, /1 {2}gateway Deployment shop\/public\n {3}enters {3}by Service "shop\/public" port 443\n/);
    assert.match(
      out,
      /route {4}route of VirtualService "shop\/shop-example-com" for prefix "\/api\/"\n +gateway\.yaml:9 {2}VirtualService/,
    );
    assert.match(out, 'path becomes /carts?x=1');
    assert.match(out, '→ api.shop:8080, Deployment shop/api');
  },
  async 'of servers that share a port the one with the host is named'() {
    const gateway = (name: string, host: string) =>
      `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  selector: {gateway-intent: a}\n  servers: [{port: {number: 8080, name: http, protocol: HTTP}, hosts: [${host}]}]\n`;
    const pods =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: edge, namespace: shop}\nspec: {template: {metadata: {labels: {gateway-intent: a}, annotations: {inject.istio.io/templates: gateway}}, spec: {containers: [{name: istio-proxy, image: auto}]}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: edge, namespace: shop}\nspec: {selector: {gateway-intent: a}, ports: [{name: http, port: 8080}]}\n';
    const route =
      'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: b, namespace: shop}\nspec: {hosts: [b.example.com], gateways: [two], http: [{route: [{destination: {host: api, port: {number: 8080}}}]}]}\n';
    const text = [gateway('one', 'a.example.com'), gateway('two', 'b.example.com'), pods, route].join('---\n');
    const { out } = await explain(['http://b.example.com:8080/'], { 'more.yaml': text });
    assert.match(out, /server {3}server "http" of Gateway "shop\/two"/);
  },
  async 'a condition about what a request lacks says so'() {
    const policy = `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: tokens, namespace: shop}\nspec: {selector: {matchLabels: {app: api}}, action: DENY, rules: [{from: [{source: {notRequestPrincipals: ["*"]}}]}]}\n`;
    const { out } = await explain(['https://shop.example.com/api'], { 'policy.yaml': policy });
    assert.match(out, 'denies it: there is no `request.auth.principal`');
  },
  async 'a file of the user is named with its line'() {
    const { out } = await explain(['https://shop.example.com/api', '-o', 'json']);
    const [{ next }] = JSON.parse(out).way.onward;
    assert.is(next.end.pods, 'Deployment shop/api');
    assert.is(JSON.parse(out).way.steps.find(({ what }: { what: string }) => what === 'route').where.from.line, 9);
  },
  async 'why not: what nearly took the request, the nearest first'() {
    const { code, out } = await explain(['https://shop.example.com/else']);
    assert.is(code, 1);
    assert.match(out, 'not reachable\n→ 404: no route of host "shop.example.com" takes the request\n');
    assert.match(out, /✗ no route of host.*\n(.*\n)?.*not: there is no header "x-beta"\n/);
  },
  async 'why not: another host, another name in the handshake, another port'() {
    assert.match((await explain(['http://www.example.com/'])).out, 'not: this port serves host "shop.example.com"');
    assert.match((await explain(['https://www.example.com/'])).out, 'takes TLS with server name shop.example.com');
    assert.match((await explain(['http://shop.example.com:8080/'])).out, /not: gateway .* is reached on port .*, not 8080/);
  },
  async 'headers and methods count'() {
    assert.match((await explain(['https://shop.example.com/x', '-H', 'X-Beta: yes'])).out, 'reachable\n  x-beta: yes\n→ beta.shop:8080');
    assert.is((await explain(['https://shop.example.com/x', '-H', 'x-beta: no'])).code, 1);
  },
  async 'a redirect is an answer'() {
    const { code, out } = await explain(['https://shop.example.com/old']);
    assert.is(code, 0);
    assert.match(out, '→ 301 redirect to https://shop.example.com/new');
  },
  async 'what the files do not hold is taken for granted, and told'() {
    const { code, out } = await explain(['https://shop.example.com/x', '-H', 'x-beta: yes'], { 'api.yaml': '' });
    assert.is(code, 0);
    assert.match(out, 'The answer rests on\n  what is not in the files: there is no Service "shop/beta"');
    assert.is((await explain(['https://shop.example.com/x', '-H', 'x-beta: yes', '--complete'], { 'api.yaml': '' })).code, 1);
  },
  async 'pods that answer alike are told once'() {
    const twin = app('api').split('---')[1]?.replaceAll('name: api, namespace', 'name: api-2, namespace') ?? '';
    const { out } = await explain(['https://shop.example.com/api'], { 'twin.yaml': twin });
    assert.match(out, 'likewise at Deployment shop/api-2');
  },
  async 'from a workload: its sidecar, or that it has none'() {
    const plain = await explain(['http://api:8080/', '--from', 'shop/api']);
    assert.match(
      plain.out,
      'GET http://api:8080/ from shop/api: reachable\n→ api.shop.svc.cluster.local:8080'.replace('.svc.cluster.local', ''),
    );
  },
  async 'a Service that is missing beside other workloads of its namespace is missing'() {
    const { code, out } = await explain(['https://shop.example.com/x', '-H', 'x-beta: yes'], { 'api.yaml': app('api') });
    assert.is(code, 1);
    assert.match(out, 'not reachable\n  x-beta: yes\n→ 503: there is no Service "shop/beta"');
  },
  async 'why not: an outside host that these pods do not know, and who does'() {
    const entry = (spec: string) => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: docs, namespace: other}
spec: {hosts: [docs.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS${spec}}
`;
    const from = ['--from', 'shop/api'];
    const hidden = await explain(['http://docs.example.com/', ...from], { 'docs.yaml': entry(', exportTo: [.]') });
    assert.match(hidden.out, 'not: ServiceEntry "other/docs" is not exported to namespace "shop"');
    const port = await explain(['http://docs.example.com:8080/', ...from], { 'docs.yaml': entry('') });
    assert.match(port.out, 'not: ServiceEntry "other/docs" has port 80, not 8080');
    const sidecar = `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: shop}
spec: {egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}
`;
    const imported = await explain(['http://docs.example.com/', ...from], { 'docs.yaml': entry('') + sidecar });
    assert.is(imported.code, 1);
    assert.match(imported.out, 'not: Sidecar "shop/default" does not import ServiceEntry "other/docs"');
  },
  async 'a client certificate by its names and hashes'() {
    const mutual = intent.replace(
      /tls: \{secretName: (\w+)/,
      'tls: {clientValidation: {subjectAltNames: [partner.example.com]}, secretName: $1',
    );
    assert.is.not(mutual, intent);
    const ask = async (...options: string[]) => {
      const { out, code } = await runInMemory(['explain', 'https://shop.example.com/api', ...options], {
        'gateway.yaml': mutual,
        'api.yaml': app('api'),
      });
      return { out, code };
    };
    assert.match(
      (await ask('--client-certificate')).out,
      'what the request does not tell: whether the client\'s certificate is one for "partner.example.com"',
    );
    const named = await ask('--subject-alt-name', 'DNS:partner.example.com', '--certificate-hash', 'ab'.repeat(32));
    assert.is(named.code, 0);
    assert.not.match(named.out, 'rests on');
    const refused = await ask('--subject-alt-name', 'other.example.com');
    assert.is(refused.code, 1);
    assert.match(refused.out, /only, and the client's is for "other.example.com"\n +gateway.yaml:\d+ /);
  },
  async 'EnvoyFilters are told, and not evaluated'() {
    const filter = `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: lua, namespace: shop}
spec: {workloadSelector: {labels: {app: api}}, configPatches: []}
`;
    const { out, code } = await explain(['https://shop.example.com/api'], { 'filter.yaml': filter });
    assert.is(code, 0);
    assert.match(out, 'policy   ? EnvoyFilter "shop/lua" changes this proxy, in ways that are not evaluated\n            filter.yaml:4');
  },
  async 'a stream on standard input'() {
    const { code, out } = await runInMemory(['explain', 'https://shop.example.com/api', '-'], {}, `${intent}---\n${app('api')}`);
    assert.is(code, 0);
    assert.match(out, '→ api.shop:8080');
  },
  async 'wrong intents explain nothing, and say what is wrong'() {
    const { code, out, err } = await explain(['https://shop.example.com/'], { 'gateway.yaml': intent.replace('hosts:', 'hots:') });
    assert.is(code, 1);
    assert.is(out, '');
    assert.match(err, 'GI0101');
    assert.match(err, 'nothing can be explained');
  },
  async 'wrong use'() {
    for (const args of [
      [],
      ['https://'],
      ['https://a:99999/'],
      ['tcp://a'],
      ['https://a', '.', 'b'],
      ['https://a', 'nowhere'],
      ['https://a', '-H', 'nothing'],
      ['https://a', '--client-ip', '10.0.0'],
      ['https://a', '--certificate-hash', 'aa'],
      ['https://a', '--jwt', 'x'],
      ['https://a', '--from', 'a/b/c'],
      ['https://a', '--from', 'a/b', '--gateway', 'x/y'],
      ['https://a', '-o', 'sarif'],
    ]) {
      const { code, err } = await explain(args);
      assert.is(code, 2, args.join(' '));
      assert.match(err, /^gateway-intent: .*\nTry `gateway-intent explain --help`\.\n$/);
    }
  },
});
