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
  'a fraction of a second': [exposing('to: a:80', 'timeout: 0.5s'), '9:14+4 GI0104 write "500ms"'],
  'a day': [exposing('to: a:80', 'timeout: 1d'), '9:14+2 GI0104 write "24h"'],
  'a header without `set`': [exposing('to: a:80', 'requestHeaders: {x-a: b}'), '9:22+3 GI0101 write `set: {x-a: b}`'],
  'headers as a list': [exposing('to: a:80', 'requestHeaders: {set: [{name: x-a, value: b}]}'), '9:27+23 GI0103 write `{x-a: b}`'],
  'a cookie in one word': [exposing('routes:', '- match: [{cookies: [a=b]}]', '  to: a:80'), '9:26+3 GI0103 write `{name: a, exact: b}`'],
  'labels in `matchLabels`': [
    exposing('to: a:80', 'restrictBackend: {selector: {matchLabels: {app: a}}}'),
    '9:47+8 GI0103 leave `matchLabels` out: the labels stand in `selector` itself',
  ],
  'a service of an authorizer': [
    exposing('to: a:80', 'auth: {extAuthz: {service: a}}'),
    '9:23+7 GI0101 move it: it is a field of `spec.expose[0].auth.extAuthz.http` or `spec.expose[0].auth.extAuthz.grpc`',
  ],
  'a boolean in quotes': [
    exposing('to: a:80', "tls: {secretName: a, httpsRedirect: 'no'}").replace("'no'", "'false'"),
    '9:41+7 GI0103 write false, without quotes',
  ],
  'a version with its protocol': [exposing('to: a:80', 'tls: {secretName: a, minVersion: TLS1.2}'), '9:38+6 GI0104 write "1.2"'],
  'a backend in capital letters': [exposing('to: Web:80'), '8:9+6 GI0104 write "web:80"'],
  'a range for a host outside': [
    `${head}spec:\n  egress: [{url: "tcp://10.0.0.0/8", via: Sidecar}]\n`,
    '5:18+18 GI0104 name a host or an address: ranges have no place here',
  ],
  'a field without a place': [exposing('to: a:80', 'tls: {mode: Passthrough, secretName: a}'), '9:30+10 GI0105 remove `secretName`'],
  'a list for a map with one list': [`${head}spec:\n  policies: {egressLockdown: [shop]}\n`, '5:30+6 GI0103 write `{namespaces: [shop]}`'],
  "Istio's word for a map": [
    exposing('to: a:80', 'backendPolicy: {loadBalancer: LEAST_REQUEST}'),
    '9:35+13 GI0103 write `{policy: LeastRequest}`',
  ],
  'a value in a map': [
    `${head}spec:\n  policies: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}\n`,
    '5:37+21 GI0104 write "REGISTRY_ONLY"',
  ],
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
  'a text for a map': [exposing('routes:', '- match: [{path: /a}]', '  to: a:80'), '9:22+2 GI0103 write `{prefix: /a}`'],
  'a name for a certificate': [exposing('to: a:80', 'tls: cert'), '9:10+4 GI0103 write `{secretName: cert}`'],
  'a boolean for a map': [exposing('to: a:80', 'openshiftRoute: true'), '9:21+4 GI0103 write `{}`'],
  'a short form that lacks a field': [
    `${head}spec:\n  egress: [{hosts: [a.b], ports: [443], via: Sidecar}]\n`,
    '5:35+3 GI0103 write `{port: 443, protocol: …}`',
  ],
  'a backend in one word': [exposing('backends: [a.shop:80]'), '8:16+9 GI0103 write `{service: a, namespace: shop, port: 80}`'],
  'a backend in two words': [exposing('to: {service: a, port: 80}'), '8:9+22 GI0103 write `a:80`'],
  'a backend as a URL': [exposing('to: http://a:80/x'), '8:9+13 GI0104 write "a:80"'],
  'a backend behind its namespace': [exposing('to: shop/a:80'), '8:9+9 GI0104 write "a.shop:80"'],
  'the name of a port': [exposing('to: a:http'), '8:9+6 GI0104 write the number of the port: names of ports are not looked up'],
  'one word for a list of maps': [
    `${head}spec: {policies: {peerAuthentication: STRICT}}\n`,
    '4:39+6 GI0103 write it as a list: `[{mode: STRICT}]`',
  ],
  'a map of names for a list': [`${head}spec:\n  gateways:\n    public: {}\n`, '5:3+8 GI0103 write the entry as `- name: public`'],
  'a path of the Gateway API': [
    exposing('routes:', '- match: [{path: {value: /a}}]', '  to: a:80'),
    '9:23+5 GI0101 write `exact` instead of `value`',
  ],
  'a header as a key': [
    exposing('routes:', '- match: [{headers: [{x-a: b}]}]', '  to: a:80'),
    '9:27+3 GI0101 write `{name: x-a, exact: b}`',
  ],
  'a required field that is misspelt': [
    `${head}spec: {egress: [{url: "http://a.b", via: Sidecar, from: [{namespaces: [a]}]}]}\n`,
    '4:59+10 GI0101 write `namespace` instead of `namespaces`',
  ],
  'another number of a word': [exposing('to: a:80', 'retry: {attempts: 1}'), '9:5+5 GI0101 write `retries` instead of `retry`'],
  'the beginning of a word': [exposing('to: a:80', 'tls: {secret: a}'), '9:11+6 GI0101 write `secretName` instead of `secret`'],
  'a block that is indented too little': [
    `${exposing('to: a:80')}  tls: {secretName: a}\n`,
    '9:3+3 GI0101 move it: it is a field of `spec.gateways[0]` or `spec.expose[0]`',
  ],
  'a colon without a space': [
    exposing('to: a:80', 'tls: {secretName:a}'),
    '9:11+12 GI0101 write `secretName: a`, with a space behind the colon',
  ],
  'brackets without a colon': [exposing('to: a:80', 'tls {secretName: a}'), '9:5+15 GI0101 put a colon behind `tls`'],
  'a field of no API without a value': [exposing('to: a:80', 'timout:'), '9:5+6 GI0101 write `timeout` instead of `timout`'],
  'a required field without a value': [`${head}spec:\n`, '4:1+4 GI0102 write its value behind `spec:`, or its fields below it, indented'],
  'a version that ends with a zero': [`${head}spec: {mesh: {version: 1.20}}\n`, '4:24+4 GI0103 put it in quotes: "1.20"'],
  "Istio's mode for client certificates": [
    exposing('to: a:80', 'tls: {mode: MUTUAL, secretName: a}'),
    '9:17+6 GI0104 write "Terminate", and add `clientValidation: {mode: Required}`',
  ],
  'a placeholder': [withHost('"$(HOST)"'), '7:13+9 GI0104 fill it in before gateway-intent reads the intent'],
  'a placeholder for a number': [
    exposing('to: a:80', 'port: "{{ .Values.port }}"'),
    '9:11+20 GI0104 fill it in before gateway-intent reads the intent',
  ],
  'two hosts in one': [withHost('"a.b,c.d"'), '7:13+9 GI0107 write each as an entry of its own: "a.b", "c.d"'],
  "a host of Istio's Gateway": [withHost('"shop/a.example.com"'), '7:13+20 GI0107 write "a.example.com"'],
  'quotation marks of a text': [withHost('“a.example.com”'), '7:13+15 GI0107 write "a.example.com"'],
  'the scheme of a database': [
    `${head}spec:\n  egress: [{url: "postgres://a.b", via: Sidecar}]\n`,
    '5:18+16 GI0104 write "tcp://a.b:5432"',
  ],
  'a field that needs another': [
    exposing('to: a:80', 'tls: {issuerRef: {name: a}}'),
    '9:11+9 GI0105 write `secretName`, or remove `issuerRef`',
  ],
  'a value that needs a field': [
    `${head}spec:\n  egress: [{url: "http://a.b", via: Sidecar, tlsOrigination: {mode: Mutual}}]\n`,
    '5:63+4 GI0105 write `clientSecretName`',
  ],
  'hosts outside without ports': [`${head}spec:\n  egress: [{hosts: [a.b], via: Sidecar}]\n`, '5:13+5 GI0105 add `ports`'],
  'a patch that is a text': [
    `${head}spec:\n  patches: [{target: {kind: A}, patch: "spec: {a: 1}"}]\n`,
    '5:40+14 GI0103 leave the `|` out: a patch is a map here, and no text',
  ],
  'a patch that is a list': [
    `${head}spec:\n  patches: [{target: {kind: A}, patch: [{op: remove, path: /a}]}]\n`,
    '5:40+24 GI0103 write `operations` instead of `patch`: a list is a JSON Patch',
  ],
  'a namespace that YAML reads as a number': [
    `${head.replace('namespace: shop', 'namespace: 12')}spec: {}\n`,
    '3:35+2 GI0103 put it in quotes: "12"',
  ],
  'a name in capital letters': [
    `${head.replace('name: shop,', 'name: Shop,')}spec: {}\n`,
    '3:18+4 GI0104 use lower-case letters, digits and `-`',
  ],
  'labels that are a list': [
    `${head.replace('shop}', 'shop, labels: [a]}')}spec: {}\n`,
    '3:49+3 GI0103 write a name and a text in each line: `team: edge`',
  ],
  'an annotation that is no text': [
    `${head.replace('shop}', 'shop, annotations: {a: true}}')}spec: {}\n`,
    '3:58+4 GI0103 put it in quotes: "true"',
  ],
  'a version without its group': [head.replace('gatewayintent.dev/', ''), '1:13+8 GI0109 write `apiVersion: gatewayintent.dev/v1alpha1`'],
  'a name outside of the metadata': [
    head.replace('metadata: {', '').replace('name: shop, ', 'name: shop\n').replace('shop}', 'shop'),
    '1:1+1 GI0008 move `name:` below `metadata:`, indented',
  ],
  'a field of every object in other letters': [
    head.replace('apiVersion', 'api_version'),
    '1:1+1 GI0008 write `apiVersion` instead of `api_version`',
  ],
  'an intent that is written twice': [`${exposing('to: a:80')}---\n${exposing('to: a:80')}`, '12:18+4 GI0108 rename one of the two'],
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

/** Texts that are no YAML, and the one thing that is said about each. */
const noYaml: Readonly<Record<string, readonly [text: string, said: string]>> = {
  'a star': [withHost('*.example.com'), '7:13+13 GI0003 write "*.example.com"'],
  'a star alone': [withHost('*'), '7:13+1 GI0003 write "*"'],
  'a colon in a value': [exposing('to: a: 80'), '8:9+5 GI0003 write "a: 80", or remove the space behind the second ":"'],
  'a key without a space': [exposing('to:a:80', 'port: 80'), '8:5+3 GI0003 write `to: a:80`'],
  'a list without a space': [exposing('to: a:80').replace('hosts: [', 'hosts:['), '7:5+6 GI0003 write `hosts: [shop.example.com]`'],
  'a dash without a space': [exposing('to: a:80').replace('- hosts', '-hosts'), '7:3+1 GI0003 write `- hosts: [shop.example.com]`'],
  'a key without a colon': [exposing('to: a:80').replace('expose:', 'expose'), '6:3+6 GI0003 write `expose:`'],
  'a line too far to the left': [
    exposing(' to: a:80').replace('     to', '   to'),
    '8:4+2 GI0003 let it begin in column 5, as "hosts" above does',
  ],
  'a line too far to the right': [exposing('  to: a:80'), '8:7+2 GI0003 let it begin in column 5, as "hosts" above does'],
  'a key and its value without a colon': [exposing('to a:80', 'port: 80'), '8:5+2 GI0003 write `to: a:80`'],
  'a key and brackets without a space': [
    exposing('to: a:80', 'tls:{secretName: a, mode: None}'),
    '9:5+4 GI0003 write `tls: {secretName: a, mode: None}`',
  ],
  'an entry too far to the right': [
    `${exposing('to: a:80')}   - {hosts: [b.example.com], to: "b:80"}\n`,
    '9:4+1 GI0003 let its "-" begin in column 3, as the entry above does',
  ],
  'an entry too far to the left': [
    exposing('to: a:80').replace('  - hosts', ' - hosts'),
    '7:2+1 GI0003 let its "-" begin in column 3, as "expose" above does, or further to the right',
  ],
  'a bracket too many': [exposing('to: a:80', 'tls: {secretName: a}}'), '9:25+1 GI0003 delete it, or open it where the value begins'],
  'a comma that is missing': [
    exposing('to: a:80', 'tls: {secretName: "a" mode: None}'),
    '9:27+1 GI0003 write ", " between entries, and ": " behind their names',
  ],
  'words behind a quote': [exposing('to: "a":80'), '8:12+1 GI0003 delete what follows, or put the whole value in quotes'],
  'a quote in a bracket': [withHost('"a.example.com'), '7:13+1 GI0003 close it'],
  'a no-break space': [exposing('to:\u00a0a:80', 'port: 80'), '8:8+1 GI0003 write an ordinary space'],
  'a conflict': [
    `${head}spec:\n<<<<<<< HEAD\n  mesh: {}\n=======\n  egress: []\n>>>>>>> other\n`,
    '5:1+12 GI0003 keep one of the two versions, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`',
  ],
};

suite(
  'what is said about intents that are no YAML',
  Object.fromEntries(Object.entries(noYaml).map(([name, [text, said]]) => [name, () => assert.equal(told(text), [said])])),
);

suite('what is said about a Secret that is no YAML', {
  'holds nothing of its values'() {
    for (const value of ['*hunter2', '@hunter2', 'hunter2: a', '%hunter2']) {
      const { diagnostics } = parseFile(
        'a.yaml',
        Buffer.from(`apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  a: ${value}\n`),
      );
      assert.is(diagnostics.length, 1);
      assert.not.match(JSON.stringify(diagnostics), 'hunter2');
      assert.match(
        `${diagnostics[0]?.message}`,
        /^(?:an alias has no anchor before it|a value that (?:begins with "[@%]"|holds ": ") must be in quotes)$/,
      );
    }
  },
});

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
