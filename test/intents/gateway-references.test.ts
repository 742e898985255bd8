import * as assert from 'uvu/assert';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { renderItems } from '../samples/sample.ts';
import { suite } from '../suite.ts';

const intent = (namespace: string, spec: object): string =>
  JSON.stringify({ apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', metadata: { name: namespace, namespace }, spec });
const app = (gateway: string): string => intent('shop', { expose: [{ hosts: ['a.example.com'], to: 'a:80', gateway }] });
const platform = intent('infra', {
  gateways: [
    { name: 'front', allow: [{ namespaces: ['shop'] }] },
    { name: 'out', type: 'Egress' },
  ],
});
const gateway = (labels = ''): string =>
  `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: web, namespace: infra${labels}}\nspec:\n  selector: {istio: web}\n  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]\n`;

/** What is said about the gateway that an app names. */
const told = (...texts: readonly string[]): string[] => {
  const items = texts.flatMap((text, index) => parseFile(`${index}.yaml`, Buffer.from(text)).value ?? []);
  return renderItems(items)
    .diagnostics.filter(({ code }) => code === 'GI0207')
    .map(({ severity, fix }) => `${severity}: ${fix}`);
};

suite('intents: gateways that the package does not declare', {
  'are taken as ones that exist where their namespace is of another package'() {
    assert.equal(told(app('infra/web')), [
      'info: declare it with `management: External` to say what it listens on, or set `spec.provider`',
    ]);
  },
  'are most likely misspelt, or gone, where the package declares others beside them'() {
    assert.equal(told(app('infra/web'), platform), ['warning: did you mean "infra/front"?']);
  },
  'are known where somebody wrote them without an intent'() {
    assert.equal(told(app('infra/web'), platform, gateway()), [
      'info: declare it with `management: External` to say what it listens on, or set `spec.provider`',
    ]);
  },
  'are not known by what an intent made of them before'() {
    const made = gateway(', labels: {app.kubernetes.io/managed-by: gateway-intent}, annotations: {gatewayintent.dev/intent: infra/old}');
    assert.equal(told(app('infra/web'), platform, made), ['warning: did you mean "infra/front"?']);
  },
});
