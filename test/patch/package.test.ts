import * as assert from 'uvu/assert';
import type { Prerequisite } from '../../functions/expand/stage.ts';
import type { Item } from '../../functions/krm/item.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { parseResourceList } from '../../functions/krm/parse-resource-list.ts';
import { writeResourceList } from '../../functions/krm/write-resource-list.ts';
import { patchPackage } from '../../functions/patch/package/patch-package.ts';
import { suite } from '../suite.ts';
import { linesOf, packageOf, shop } from './from-text.ts';

const registryOnly = 'policies:\n  outboundTrafficPolicy: REGISTRY_ONLY';

/** What becomes of hand-written documents beside an intent. */
function settled(intent: string, ...documents: readonly string[]) {
  const { items, model, expansion } = packageOf([...documents, intent].join('---\n'), 'mesh.yaml');
  const result = patchPackage(items, expansion, model);
  return {
    ...result,
    model,
    texts: result.items.slice(0, documents.length).map(({ text }) => text),
    lines: linesOf(result.diagnostics).map((line) => line.replace(/^(GI\d+) \d+: /, '$1 ')),
  };
}

const fixes = (intent: string, ...documents: readonly string[]): (string | undefined)[] =>
  settled(intent, ...documents).diagnostics.map(({ fix }) => fix);

/** Changes once, says so, and changes nothing when it is done again. */
function changesTo(before: string, after: string, said: string, intent = shop(registryOnly)): void {
  const { texts, lines } = settled(intent, before);
  assert.is(texts[0], after);
  assert.equal(lines, [said]);
  assert.equal(settled(intent, after).lines, []);
  assert.equal(settled(intent, after).texts, [after]);
}

const sail = `# The mesh of production.
apiVersion: sailoperator.io/v1
kind: Istio
metadata:
    name: default   # one mesh
spec:
    version: v1.27.1
    values:
        meshConfig:
            accessLogFile: '/dev/stdout'
            # what nobody declared
            outboundTrafficPolicy: {mode: "ALLOW_ANY"}
`;

/** What a builder asks for, as if an intent had asked for it. */
function needs(
  needed: Pick<Prerequisite, 'kind' | 'patch'> & { readonly path?: Prerequisite['origin']['path'] },
  ...documents: readonly string[]
) {
  const { items, model } = packageOf([...documents, shop('')].join('---\n'), 'mesh.yaml');
  const intent = items.at(-1) as Item;
  const prerequisite = { ...needed, reason: 'it must be so', origin: { item: intent, path: needed.path ?? ['spec', 'expose', 0] } };
  const result = patchPackage(items, { made: [], prerequisites: [prerequisite], diagnostics: [] }, model);
  return {
    texts: result.items.slice(0, -1).map(({ text }) => text),
    lines: linesOf(result.diagnostics).map((line) => line.replace(/ \d+: \S+/, '')),
    fix: result.diagnostics[0]?.fix,
  };
}

suite('changes to objects that no intent owns', {
  'the Istio resource of the Sail operator is changed in its text'() {
    changesTo(
      sail,
      sail.replace('"ALLOW_ANY"', '"REGISTRY_ONLY"'),
      'GI0611 spec.policies.outboundTrafficPolicy: Istio default (mesh.yaml) is changed: `spec.values.meshConfig.outboundTrafficPolicy.mode` set to "REGISTRY_ONLY" (it was "ALLOW_ANY"), because outside hosts that nobody declared must be refused in the whole mesh',
    );
  },
  'what is not there yet is added behind what is, whatever the line breaks'() {
    const text =
      'apiVersion: install.istio.io/v1alpha1\r\nkind: IstioOperator\r\nmetadata: {name: mesh, namespace: istio-system}\r\nspec:\r\n  profile: default # ours\r\n  meshConfig:\r\n    trustDomain: example.com\r\n';
    changesTo(
      text,
      `${text}    outboundTrafficPolicy:\r\n      mode: REGISTRY_ONLY\r\n`,
      'GI0611 spec.policies.outboundTrafficPolicy: IstioOperator istio-system/mesh (mesh.yaml) is changed: `spec.meshConfig.outboundTrafficPolicy` set to {"mode":"REGISTRY_ONLY"}, because outside hosts that nobody declared must be refused in the whole mesh',
    );
  },
  'the resources of the MeshGateway operators have fields of their own'() {
    const banzai =
      'apiVersion: istio.banzaicloud.io/v1beta1\nkind: Istio\nmetadata: {name: mesh, namespace: istio-system}\nspec: {version: 1.10.4}\n';
    assert.is(
      settled(shop(registryOnly), banzai).texts[0],
      banzai.replace('1.10.4}', '1.10.4, outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
    );
    const cisco =
      'apiVersion: servicemesh.cisco.com/v1alpha1\nkind: IstioControlPlane\nmetadata: {name: icp, namespace: mesh}\nspec:\n  version: 1.17.8\n';
    const intent = shop(`mesh: {controlPlane: {name: icp, namespace: mesh}}\n${registryOnly}`);
    assert.is(settled(intent, cisco).texts[0], `${cisco}  meshConfig:\n    outboundTrafficPolicy:\n      mode: REGISTRY_ONLY\n`);
  },
  'the ConfigMap of istiod is changed inside of its text'() {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: istio\n  namespace: istio-system\ndata:\n  mesh: |-\n    # logs\n    accessLogFile: /dev/stdout\n    defaultConfig:\n      tracing: {}\n  meshNetworks: "networks: {}"\n';
    changesTo(
      text,
      text.replace('tracing: {}\n', 'tracing: {}\n    outboundTrafficPolicy:\n      mode: REGISTRY_ONLY\n'),
      'GI0611 spec.policies.outboundTrafficPolicy: ConfigMap istio-system/istio (mesh.yaml) is changed: `data.mesh.outboundTrafficPolicy` set to {"mode":"REGISTRY_ONLY"}, because outside hosts that nobody declared must be refused in the whole mesh',
    );
  },
  'a resource of another mesh is left alone, and with several nothing is guessed'() {
    const other = sail.replace('spec:\n', 'spec:\n    namespace: other-mesh\n');
    const { texts, lines } = settled(shop(registryOnly), other);
    assert.is(texts[0], other);
    assert.match(lines[0] as string, 'GI0612 spec.policies.outboundTrafficPolicy: outside hosts');
    const second = sail.replace('name: default', 'name: canary');
    assert.match(
      settled(shop(registryOnly), sail, second).lines[0] as string,
      'one of Istio default (mesh.yaml), Istio canary (mesh.yaml) needs',
    );
    assert.match(
      settled(shop(`mesh: {revision: canary}\n${registryOnly}`), sail, second).lines[0] as string,
      'Istio canary (mesh.yaml) is changed',
    );
  },
  'what is not in the package is told with the change and the command'() {
    const { lines, diagnostics } = settled(shop(registryOnly));
    assert.equal(lines, [
      'GI0612 spec.policies.outboundTrafficPolicy: outside hosts that nobody declared must be refused in the whole mesh: istiod needs `meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}`',
    ]);
    assert.is(diagnostics[0]?.severity, 'info');
    const sailPatch = `kubectl patch $(kubectl get istios.sailoperator.io -o name) --type merge -p '{"spec":{"values":{"meshConfig":{"outboundTrafficPolicy":{"mode":"REGISTRY_ONLY"}}}}}'`;
    assert.equal(fixes(shop(registryOnly)), [
      `set these Helm values of istiod; with the Sail operator run \`${sailPatch}\`; or add the mesh's Istio resource to the package`,
    ]);
    assert.equal(fixes(shop(`platform: openshift\n${registryOnly}`)), [`run \`${sailPatch}\`, or add the resource to the package`]);
    assert.match(
      fixes(shop(`mesh: {controlPlane: {name: icp, namespace: mesh}}\n${registryOnly}`))[0] as string,
      `kubectl patch istiocontrolplane.servicemesh.cisco.com icp -n mesh --type merge -p '{"spec":{"meshConfig":{"outboundTrafficPolicy":{"mode":"REGISTRY_ONLY"}}}}'`,
    );
  },
  'a fact that the mesh configuration contradicts is an error'() {
    const { lines, texts } = settled(shop('mesh: {outboundTrafficPolicy: REGISTRY_ONLY}'), sail);
    assert.equal(lines, [
      'GI0614 spec.mesh.outboundTrafficPolicy: `spec.mesh.outboundTrafficPolicy` is "REGISTRY_ONLY", but Istio default (mesh.yaml) says "ALLOW_ANY" (`spec.values.meshConfig.outboundTrafficPolicy.mode`)',
    ]);
    assert.is(texts[0], sail);
    assert.equal(settled(shop('mesh: {outboundTrafficPolicy: ALLOW_ANY, trustDomain: example.com}'), sail).lines, []);
  },
  'extension providers merge by name and are brought up to date'() {
    const text = `${sail}            extensionProviders:
            - name: otel
              opentelemetry: {port: 4317, service: otel}
            # end
`;
    const intent = (format: string) => shop(`policies:\n  accessLog: {format: "${format}"}`);
    const added = text.replace(
      'service: otel}\n',
      'service: otel}\n            - name: gateway-intent-access-log\n              envoyFileAccessLog:\n                path: /dev/stdout\n                logFormat:\n                  text: "%PROTOCOL%"\n',
    );
    assert.is(settled(intent('%PROTOCOL%'), text).texts[0], added);
    assert.equal(settled(intent('%PROTOCOL%'), added).lines, []);
    const again = settled(intent('%DURATION%'), added);
    assert.is(again.texts[0], added.replace('%PROTOCOL%', '%DURATION%'));
    assert.match(
      again.lines[0] as string,
      '`spec.values.meshConfig.extensionProviders[1].envoyFileAccessLog.logFormat.text` set to "%DURATION%" (it was "%PROTOCOL%")',
    );
  },
  'an entry for a list that is not in the package is appended by its command'() {
    const fix = fixes(shop('platform: openshift\npolicies:\n  accessLog: {format: "%PROTOCOL%"}'))[0] as string;
    assert.match(
      fix,
      `--type json -p '[{"op":"add","path":"/spec/values/meshConfig/extensionProviders/-","value":{"name":"gateway-intent-access-log"`,
    );
  },
  'a namespace that somebody wrote gets the label, and no twin'() {
    const text =
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop # ours\n  labels:\n    team: web\n    istio-injection: enabled\n';
    const { made, texts, lines } = settled(
      shop('namespaces: [{name: shop, injection: Enabled}, {name: other}]\nmesh: {revision: canary}'),
      text,
    );
    assert.is(texts[0], text.replace('istio-injection: enabled', 'istio.io/rev: canary'));
    assert.equal(
      made.filter(({ object }) => object.kind === 'Namespace').map(({ object }) => object.metadata.name),
      ['other'],
    );
    assert.equal(lines, [
      'GI0611 spec.namespaces[0]: Namespace shop (mesh.yaml) is changed: `metadata.labels["istio.io/rev"]` set to "canary", `metadata.labels.istio-injection` removed (it was "enabled"), because namespace "shop" is to be injected as the intent says',
    ]);
    assert.equal(settled(shop('namespaces: [{name: shop}]'), text).texts, [text]);
  },
  'a namespace that is shut for injection is told where a gateway lives in it'() {
    const text = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: disabled}}\n';
    assert.match(
      settled(shop(''), text).lines[0] as string,
      'GI0613 spec.gateways[0]: Namespace shop (mesh.yaml) has the label `istio-injection: disabled`',
    );
    assert.is(settled(shop('namespaces: [{name: shop, injection: Enabled}]'), text).texts[0], text.replace('disabled', 'enabled'));
  },
  'a Service keeps what contradicts, and gets what is missing by the port that it merges by'() {
    const service = (appProtocol: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: envoy-gateway, namespace: eg}\nspec:\n  ports:\n  - name: grpc\n    port: 18000${appProtocol}\n  - name: metrics\n    port: 19001\n`;
    const need = {
      kind: { target: 'object', apiVersion: 'v1', kind: 'Service', namespace: 'eg', name: 'envoy-gateway' },
      patch: { spec: { ports: [{ port: 18000, appProtocol: 'tls' }] } },
    } as const;
    assert.is(needs(need, service('')).texts[0], service('\n    appProtocol: tls'));
    assert.equal(needs(need, service('\n    appProtocol: tls')).lines, []);
    const without = needs(need);
    assert.equal(without.lines, [
      'GI0612 it must be so: Service eg/envoy-gateway needs `spec: {ports: [{port: 18000, appProtocol: tls}]}`',
    ]);
    assert.is(
      without.fix,
      `run \`kubectl patch service envoy-gateway -n eg -p '{"spec":{"ports":[{"port":18000,"appProtocol":"tls"}]}}'\`, or add the object to the package`,
    );
  },
  'a GatewayClass that belongs to others is not taken over'() {
    const gatewayClass = (spec: string) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: teg}\nspec:\n  controllerName: c${spec}\n`;
    const need = {
      kind: { target: 'object', apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', name: 'teg' },
      patch: { spec: { parametersRef: { group: 'g', kind: 'EnvoyProxy', name: 'p', namespace: 'eg' } } },
    } as const;
    assert.is(
      needs(need, gatewayClass('')).texts[0],
      gatewayClass('\n  parametersRef:\n    group: g\n    kind: EnvoyProxy\n    name: p\n    namespace: eg'),
    );
    const taken = gatewayClass('\n  parametersRef: {group: g, kind: EnvoyProxy, name: theirs, namespace: eg}');
    assert.equal(needs(need, taken).texts, [taken]);
    assert.equal(needs(need, taken).lines, [
      'GI0613 `spec.parametersRef.name` of GatewayClass teg (mesh.yaml) is "theirs" and must be "p": it must be so',
    ]);
    assert.match(
      needs(need).fix as string,
      `kubectl patch gatewayclass.gateway.networking.k8s.io teg --type merge -p '{"spec":{"parametersRef":`,
    );
  },
  'a template goes where each resource keeps templates'() {
    const need = {
      kind: { target: 'istioValues' },
      patch: { sidecarInjectorWebhook: { templates: { old: 'spec:\n  a: null\n' } } },
    } as const;
    assert.match(
      needs(need, sail).texts[0] as string,
      '        sidecarInjectorWebhook:\n            templates:\n'.replace('            templates', '          templates'),
    );
    const cisco =
      'apiVersion: servicemesh.cisco.com/v1alpha1\nkind: IstioControlPlane\nmetadata: {name: icp, namespace: istio-system}\nspec:\n  version: 1.17.8\n';
    assert.is(
      needs(need, cisco).texts[0],
      `${cisco}  sidecarInjector:\n    templates:\n      customTemplates:\n      - name: old\n        template: |\n          spec:\n            a: null\n`,
    );
    const configMap =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio-sidecar-injector, namespace: istio-system}\ndata:\n  config: |\n    policy: enabled\n    templates:\n      sidecar: ""\n';
    assert.is(needs(need, configMap).texts[0], `${configMap}      old: |\n        spec:\n          a: null\n`);
  },
  'a member of a List is changed in the text of the List'() {
    const list =
      'apiVersion: v1\nkind: List\nitems:\n# first\n- apiVersion: v1\n  kind: Namespace\n  metadata: {name: a}\n- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: shop\n';
    const { items, model, expansion } = packageOf([list, shop('namespaces: [{name: shop, injection: Enabled}]')].join('---\n'));
    const result = patchPackage(items, expansion, model);
    assert.is(result.items[0]?.text, `${list}    labels:\n      istio-injection: enabled\n`);
    assert.equal(
      result.items.map(({ id }) => id.name),
      items.map(({ id }) => id.name),
    );
    assert.equal(result.items[2]?.object.metadata.labels, { 'istio-injection': 'enabled' });
  },
  'in a ResourceList only the lines of the change differ'() {
    const indented = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`))
        .join('\n');
    const namespace =
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  annotations:\n    config.kubernetes.io/index: \'0\'\n    config.kubernetes.io/path: "ns.yaml"';
    const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${indented(namespace)}\n${indented(shop('namespaces: [{name: shop, injection: Enabled}]'))}\n`;
    const { value } = parseResourceList(Buffer.from(list));
    const { model, expansion } = packageOf(shop('namespaces: [{name: shop, injection: Enabled}]'));
    const { items } = patchPackage(value?.items ?? [], expansion, model);
    assert.is(
      writeResourceList(value as never, items),
      list.replace('"ns.yaml"\n', '"ns.yaml"\n      labels:\n        istio-injection: enabled\n'),
    );
  },
  'two intents that need different things are told'() {
    const { items, model, expansion } = packageOf(shop(registryOnly));
    const [one] = expansion.prerequisites as [Prerequisite];
    const other = { ...one, patch: { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } } };
    const result = patchPackage(items, { ...expansion, prerequisites: [one, one, other] }, model);
    assert.equal(
      result.diagnostics.map(({ code }) => code),
      ['GI0615', 'GI0612'],
    );
  },
  'a file that cannot be read is no candidate'() {
    const { value: items = [] } = parseFile(
      'a.yaml',
      Buffer.from('apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: default\nspec: {a: [}\n'),
    );
    const { model, expansion } = packageOf(shop(registryOnly));
    assert.equal(
      patchPackage(items, expansion, model).diagnostics.map(({ code }) => code),
      ['GI0612'],
    );
  },
});
