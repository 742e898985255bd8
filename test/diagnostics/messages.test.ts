import * as assert from 'uvu/assert';
import { inOrder } from '../../functions/diagnostics/in-order.ts';
import { readIntents } from '../../functions/intent/read.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { suite } from '../suite.ts';

/** What is said about an intent: place, code and how to mend it. */
function told(text: string): string[] {
  const { value = [], diagnostics } = parseFile('a.yaml', Buffer.from(text));
  const found = inOrder([...diagnostics, ...readIntents(value, '1.0.0').diagnostics]);
  return found.map(({ code, place, fix }) => `${place?.line}:${place?.column}+${place?.length} ${code} ${fix}`);
}

const head = 'apiVersion: gatewayintent.dev/v1alpha1\nkind: GatewayIntent\nmetadata: {name: shop, namespace: shop}\n';
const exposing = (...lines: readonly string[]) =>
  `${head}spec:\n  gateways: [{name: public}]\n  expose:\n  - hosts: [shop.example.com]\n${lines.map((line) => `    ${line}\n`).join('')}`;
const withHost = (host: string) => exposing('to: frontend:8080').replace('shop.example.com', host);

/** Mistakes that people make, and the one thing that is said about each. */
const mistakes: Readonly<Record<string, readonly [text: string, said: string]>> = {
  'a misspelt field is shown at its name': [exposing('to: a:80', 'timout: 5s'), '9:5+6 GI0101 write `timeout` instead of `timout`'],
  'a misspelt block, too': [exposing('to: a:80', 'tsl:', '  secretName: a'), '9:5+3 GI0101 write `tls` instead of `tsl`'],
  'a field of a block below': [exposing('to: a:80', 'secretName: a'), '9:5+10 GI0101 move it: it is a field of `spec.expose[0].tls`'],
  'a field of a block around': [
    exposing('backends:', '- {service: a, port: 80, timeout: 5s}'),
    '9:30+7 GI0101 move it: it is a field of `spec.expose[0]`',
  ],
  "Istio's name of a field": [
    exposing('to: a:80', 'tls: {credentialName: a}'),
    '9:11+14 GI0101 write `secretName` instead of `credentialName`',
  ],
  "Istio's name of a value": [exposing('to: a:80', 'tls: {mode: SIMPLE, secretName: a}'), '9:17+6 GI0104 write "Terminate"'],
  'a version that YAML reads as a number': [
    exposing('to: a:80', 'tls: {minVersion: 1.3, secretName: a}'),
    '9:23+3 GI0103 put it in quotes: "1.3"',
  ],
  'a boolean for a name': [`${head}spec:\n  mesh: {dnsCapture: true}\n`, '5:22+4 GI0104 write "Enabled"'],
  'an address for a host': [withHost('"[::1]"'), '7:13+7 GI0107 write the name that clients use'],
  'a URL for the host of a redirect': [
    exposing('routes:', '- redirect: {host: "https://a.b"}'),
    '9:24+13 GI0104 write the name, such as `www.example.com`',
  ],
  'an outside URL with a path': [`${head}spec:\n  egress: [{url: "https://a.b/c", via: Sidecar}]\n`, '5:18+15 GI0104 write "https://a.b"'],
  'an outside host in other letters': [
    `${head}spec:\n  egress: [{url: "https://bücher.de.", via: Sidecar}]\n`,
    '5:18+20 GI0104 write "https://xn--bcher-kva.de"',
  ],
  'a port of an outside host that there cannot be': [
    `${head}spec:\n  egress: [{url: "tcp://a.b:99999", via: Sidecar}]\n`,
    '5:18+17 GI0104 write `scheme://host` or `scheme://host:port`, with a port up to 65535',
  ],
  'the singular of a list': [
    exposing('to: a:80').replace('hosts: [shop.example.com]', 'host: a.b'),
    '7:5+4 GI0101 write `hosts` instead of `host`',
  ],
  'a misspelt alternative explains why none is set': [
    exposing('backend: [{service: a, port: 80}]'),
    '8:5+7 GI0101 write `backends` instead of `backend`',
  ],
  'a number for a duration': [exposing('to: a:80', 'timeout: 5'), '9:14+1 GI0103 write "5s"'],
  'words for a duration': [exposing('to: a:80', 'timeout: 10 minutes'), '9:14+10 GI0104 write "10m"'],
  'a name of the wrong case': [exposing('to: a:80', 'tls: {mode: terminate, secretName: a}'), '9:17+9 GI0104 write "Terminate"'],
  'a misspelt name': [`${head}spec:\n  provider: istoi\n  gateways: [{name: a}]\n`, '5:13+5 GI0104 write "istio"'],
  'a number in quotes': [exposing('to: a:80', 'port: "443"'), '9:11+5 GI0103 write 443, without quotes'],
  'a share in percent': [exposing('backends: [{service: a, port: 80, weight: 90%}]'), '8:47+3 GI0103 write 90, without quotes'],
  'a port that there cannot be': [exposing('to: a:80', 'port: 99999'), '9:11+5 GI0104 use 65535 or less'],
  'one value for a list': [
    exposing('to: a:80').replace('[shop.example.com]', 'shop.example.com'),
    '7:12+16 GI0103 write it as a list: `[shop.example.com]`',
  ],
  'a map for a list': [exposing('to: a:80').replace('- hosts', '  hosts'), '6:3+6 GI0103 begin each entry with `-`'],
  'a text for a map': [
    exposing('routes:', '- match: [{path: /a}]', '  to: a:80'),
    '9:22+2 GI0103 write it as a map with fields of these: `exact`, `prefix`, `regex`',
  ],
  'a URL for a host': [withHost('https://Shop.example.com/'), '7:13+25 GI0107 write "shop.example.com"'],
  'a host in other letters': [withHost('bücher.example.com'), '7:13+18 GI0107 write "xn--bcher-kva.example.com"'],
  'a wildcard in other letters': [withHost('"*.Bücher.example.com."'), '7:13+23 GI0107 write "*.xn--bcher-kva.example.com"'],
  'two of several alternatives': [exposing('to: a:80', 'routes: [{to: "a:80"}]'), '9:5+6 GI0105 keep one of `to` or `routes`'],
  'none of several alternatives': [
    exposing('routes:', '- match: [{path: {prefix: /a}}]'),
    '9:7+5 GI0105 add `to` or `backends` or `redirect` or `respond`',
  ],
  'a value that is far too long': [exposing('to: a:80', `timeout: "${'x'.repeat(300)}"`), '9:14+302 GI0104 shorten it'],
  'another kind of the group': [head.replace('GatewayIntent', 'GatewayIntnt'), '2:7+12 GI0109 write `kind: GatewayIntent`'],
  'a misspelt group': [
    head.replace('gatewayintent.dev', 'gateway-intent.dev'),
    '1:13+27 GI0109 write `apiVersion: gatewayintent.dev/v1alpha1`',
  ],
  'a version that there is not': [
    head.replace('v1alpha1', 'v1'),
    '1:13+20 GI0106 use "gatewayintent.dev/v1alpha1", or a newer gateway-intent',
  ],
};

suite(
  'what is said about mistakes in intents',
  Object.fromEntries(Object.entries(mistakes).map(([name, [text, said]]) => [name, () => assert.equal(told(text), [said])])),
);

suite('what is said about intents that are indented wrongly', {
  'each field is sent to `spec`, and `spec` is not called missing'() {
    assert.equal(told(`${head}spec:\ngateways: [{name: public}]\nexpose:\n- hosts: [a.b.c]\n  to: a:80\n`), [
      '5:1+8 GI0101 indent it: it is a field of `spec`',
      '6:1+6 GI0101 indent it: it is a field of `spec`',
    ]);
  },
});

suite('kinds of other groups', {
  'are nobody’s mistake'() {
    assert.equal(told('apiVersion: example.com/v1\nkind: GatewayIntent\nmetadata: {name: a}\n'), []);
  },
});
