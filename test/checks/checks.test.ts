import * as assert from 'uvu/assert';
import { runInMemory } from '../explain/run-in-memory.ts';
import { suite } from '../suite.ts';

const intent = (checks: string, more = '') => `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata: {name: shop, namespace: shop}
spec:
  gateways: [{name: public}]
  expose:
  - hosts: [shop.example.com]
    routes:
    - {match: [{path: {prefix: /api}}], to: "api:8080"}
    - {match: [{path: {prefix: /w}}], backends: [{service: a, port: 80, weight: 80}, {service: b, port: 80, weight: 20}]}
    - {match: [{path: {exact: /old}}], redirect: {path: /new}}
    tls: {secretName: c}
  checks:
${checks}${more}`;
const check = (request: string, expect: string, more = '') => `  - {request: "${request}", expect: ${expect}${more}}\n`;
const shop = 'https://shop.example.com';

const results = async (checks: string, files: Readonly<Record<string, string>> = {}) => {
  const { out, code, err } = await runInMemory(['test', '-o', 'json'], { 'gateway.yaml': intent(checks), ...files });
  return { code, err, outcomes: (JSON.parse(out || '[]') as { outcome: string; actual: string }[]).map(({ outcome }) => outcome), out };
};

suite('checks', {
  async 'hold: backend, shares, redirect, status, nobody, and the gateway on the way'() {
    const { outcomes, code } = await results(
      check(`${shop}/api`, '{to: "api.shop:8080"}') +
        check(`GET ${shop}/api`, '{to: "api:8080", via: shop/public}') +
        check(`${shop}/api`, '{to: "api.shop.svc.cluster.local:8080"}') +
        check(`${shop}/w`, '{to: "a.shop:80 80%, b.shop:80 20%"}') +
        check(`${shop}/old`, `{redirect: "${shop}/new"}`) +
        check(`${shop}/nope`, '{status: 404}') +
        check('https://other.example.com/', '{unreachable: true}'),
    );
    assert.equal(outcomes, Array(7).fill('holds'));
    assert.is(code, 0);
  },
  async 'fail: another backend, other shares, another place, an answer, a port, another gateway'() {
    const { outcomes, code } = await results(
      check(`${shop}/api`, '{to: "web.shop:8080"}') +
        check(`${shop}/api`, '{to: "api.shop:80"}') +
        check(`${shop}/w`, '{to: "a.shop:80 70%, b.shop:80 30%"}') +
        check(`${shop}/w`, '{to: "a.shop:80"}') +
        check(`${shop}/old`, `{redirect: "${shop}/old"}`) +
        check(`${shop}/nope`, '{status: 403}') +
        check(`${shop}/api`, '{status: 200}') +
        check(`${shop}/api`, '{unreachable: true}') +
        check(`${shop}/api`, '{to: "api.shop:8080", via: infra/other}'),
    );
    assert.is(outcomes[7], 'unclear', 'nobody answers, if the Service that the files do not hold does not exist');
    assert.equal(outcomes.toSpliced(7, 1), Array(8).fill('fails'));
    assert.is(code, 1);
  },
  async 'client certificates: none, one that fits, one of another name, one of which nothing is told'() {
    const gateway = intent(
      check(`${shop}/api`, '{unreachable: true}') +
        check(`${shop}/api`, '{to: "api.shop:8080"}', ', clientCertificate: {subjectAltNames: [partner.example.com]}') +
        check(`${shop}/api`, '{to: "api.shop:8080"}', ', clientCertificate: {subjectAltNames: [other.example.com]}') +
        check(`${shop}/api`, '{to: "api.shop:8080"}', ', clientCertificate: {}'),
    ).replace('secretName: c}', 'secretName: c, clientValidation: {subjectAltNames: [partner.example.com]}}');
    const { out } = await runInMemory(['test', '-o', 'json'], { 'gateway.yaml': gateway });
    const found = JSON.parse(out) as { outcome: string; actual: string; restsOn?: string[] }[];
    assert.equal(
      found.map(({ outcome }) => outcome),
      ['holds', 'holds', 'fails', 'unclear'],
    );
    assert.match(found[2]?.actual ?? '', 'the client\'s is for "other.example.com"');
    const { err } = await runInMemory(['render'], { 'gateway.yaml': gateway });
    assert.match(err, 'whether the client\'s certificate is one for "partner.example.com"');
    assert.match(err, '--subject-alt-name other.example.com');
  },
  async 'that ask for the answer of a backend, or get shares, are told so in a sentence'() {
    const gateway = intent(check(`${shop}/api`, '{status: 200}') + check(`${shop}/w`, '{to: "a.shop:80"}'));
    const { err } = await runInMemory(['render'], { 'gateway.yaml': gateway });
    assert.match(err, '`status` is what a proxy answers itself; of a backend write `{to: "api.shop:8080"}`');
    const { out } = await runInMemory(['test'], { 'gateway.yaml': gateway });
    assert.match(out, /^ +it reaches a\.shop:80 \(80 %\), reaches b\.shop:80 \(20 %\)$/m);
  },
  async 'what cannot be understood says why'() {
    const { outcomes, out } = await results(
      check('get x y', '{status: 404}') + check(`${shop}/w`, '{to: "a.shop:80 70%, b.shop:80"}') + check(`${shop}/w`, '{to: "a.shop"}'),
    );
    assert.equal(outcomes, ['wrong', 'wrong', 'wrong']);
    assert.match(out, 'several backends must have weights');
    assert.match(out, '\\"a.shop\\" must be `service.namespace:port`');
  },
  async 'render refuses a package whose checks fail, and says what answers instead and why'() {
    const files = { 'gateway.yaml': intent(check(`${shop}/api`, '{to: "web.shop:8080"}')) };
    const { code, out, err } = await runInMemory(['render'], files);
    assert.is(code, 1);
    assert.is(out, '');
    assert.match(err, /gateway\.yaml:14:\d+ {2}error GI0801 check-fails/);
    assert.match(err, `${shop}/api must reach web.shop:8080, and reaches api.shop:8080 (route of VirtualService`);
    assert.match(err, `\`gateway-intent explain ${shop}/api\` shows every step`);
  },
  async 'the final objects count: patches included'() {
    const patches = `  patches:
  - target: {kind: VirtualService}
    operations: [{op: replace, path: /spec/http/1/route/0/destination/host, value: thief}]
`;
    const files = { 'gateway.yaml': intent(check(`${shop}/api`, '{to: "api.shop:8080"}'), patches) };
    const { code, out } = await runInMemory(['test'], files);
    assert.is(code, 1);
    assert.match(out, 'it reaches thief.shop:8080');
  },
  async 'what rests on the age of objects does not hold: nobody can rely on it'() {
    const twin = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: z, namespace: shop}
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http: [{match: [{uri: {prefix: /api}}], route: [{destination: {host: thief, port: {number: 80}}}]}]
`;
    const { outcomes, code, out } = await results(check(`${shop}/api`, '{to: "api.shop:8080"}'), { 'twin.yaml': twin });
    assert.equal(outcomes, ['fails']);
    assert.is(code, 1);
    assert.match(out, 'both take the request, and the older one wins');
  },
  async 'from a workload'() {
    const { outcomes } = await results(
      check('http://nowhere.example.com/', '{unreachable: true}', ', from: {namespace: shop}') +
        check('http://api.shop:8080/', '{to: "api.shop:8080", via: none}', ', from: {namespace: shop}'),
    );
    assert.equal(outcomes, ['unclear', 'holds']);
    const known = intent(
      check('http://nowhere.example.com/', '{unreachable: true}', ', from: {namespace: shop}'),
      '  mesh: {outboundTrafficPolicy: REGISTRY_ONLY}\n',
    );
    assert.is((await runInMemory(['test'], { 'gateway.yaml': known })).code, 0);
  },
  async 'a table for people, and JUnit for CI'() {
    const files = {
      'gateway.yaml': intent(
        check(`${shop}/api`, '{to: "web.shop:8080"}') + check(`${shop}/nope`, '{status: 404}', ', name: "<none> & \\"such\\""'),
      ),
    };
    const { code, out, written } = await runInMemory(['test', '--junit', 'out.xml'], files);
    assert.is(code, 1);
    assert.match(out, /^FAIL {2}https:\/\/shop\.example\.com\/api {2}reach web\.shop:8080\n {6}it reaches api\.shop:8080\n/);
    assert.match(out, /\n1 of 2 checks hold, 1 failed\n$/);
    assert.match(written['out.xml'] ?? '', '<testsuite name="shop/shop" tests="2" failures="1" errors="0" skipped="0">');
    assert.match(written['out.xml'] ?? '', 'name="spec.checks[1] &lt;none&gt; &amp; &quot;such&quot;" file="gateway.yaml" line="15"/>');
  },
  async 'no checks, and wrong intents'() {
    const none = await runInMemory(['test'], { 'gateway.yaml': intent('').replace('  checks:\n', '') });
    assert.is(none.code, 2);
    assert.match(none.err, 'there are no checks in "."');
    const wrong = await runInMemory(['test'], { 'gateway.yaml': intent(check(shop, '{status: 404}')).replace('hosts:', 'hots:') });
    assert.is(wrong.code, 1);
    assert.match(wrong.err, 'no check was run');
  },
});
