import * as assert from 'uvu/assert';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { writeManifests } from '../../functions/krm/write-manifests.ts';
import { suite } from '../suite.ts';

const items = (...texts: string[]) => texts.flatMap((text, index) => parseFile(`${index}.yaml`, Buffer.from(text)).value ?? []);
const configMap = (annotations: string, rest = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n${annotations}${rest}`;

suite('writeManifests', {
  'writes what people wrote as they wrote it'() {
    const text = '# about\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {n: 0443, x: "y"}\n';
    assert.is(writeManifests(items(`${text}---\n${text.trimEnd()}`)), `${text}---\n${text}`);
    const open = configMap('', 'data:\n  a: |\n    b');
    assert.is(writeManifests(items(open, text)), `${open.replace('|', '|-')}\n---\n${text}`);
    const crlf = text.replaceAll('\n', '\r\n');
    assert.is(writeManifests(items(crlf)), crlf);
  },

  'leaves out what no cluster knows'() {
    const foreign = (apiVersion: string, kind: string) =>
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: a\n  namespace: b\n`;
    const texts = [
      foreign('gatewayintent.dev/v1alpha1', 'GatewayIntent'),
      foreign('kpt.dev/v1', 'Kptfile'),
      foreign('kustomize.config.k8s.io/v1beta1', 'Kustomization'),
      configMap('  annotations: {config.kubernetes.io/local-config: "true"}\n'),
      configMap('  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: x}\n'),
    ];
    assert.is(writeManifests(items(...texts)), '');
    assert.match(writeManifests(items(configMap('  annotations: {config.kubernetes.io/local-config: "false"}\n'))), /local-config/);
  },

  'takes out annotations of hosts and fingerprints, and nothing else'() {
    const written = configMap(
      `  annotations:
    # the path
    "internal.config.kubernetes.io/path": 'a.yaml'
    team: x # ours
    config.kubernetes.io/index: '0'
    long: >-
      config.kubernetes.io/path: a
    gatewayintent.dev/digest: abc
    internal.config.kubernetes.io/id: |
      a

      b
`,
      'data:\n  config.kubernetes.io/path: b\n',
    );
    assert.is(
      writeManifests(items(written)),
      configMap(
        `  annotations:
    # the path
    team: x # ours
    long: >-
      config.kubernetes.io/path: a
`,
        'data:\n  config.kubernetes.io/path: b\n',
      ),
    );
    const only = configMap('  annotations:\n    # c\n    config.kubernetes.io/path: a\n', '  labels: {}\n');
    assert.is(writeManifests(items(only)), configMap('', '  labels: {}\n'));
  },

  'takes them out of braces too'() {
    assert.is(
      writeManifests(
        items(configMap("  annotations: {config.kubernetes.io/path: a, b: 'c',\n    config.kubernetes.io/index: '0', d: 012}\n")),
      ),
      configMap("  annotations: {b: 'c', d: 012}\n"),
    );
    assert.is(
      writeManifests(
        items('{"apiVersion": "v1", "kind": "A", "metadata": {"name": "a", "annotations": {"config.kubernetes.io/path": "a"}}}'),
      ),
      '{"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}}\n',
    );
  },

  'puts namespaces and definitions before what needs them'() {
    const kinds = ['B', 'CustomResourceDefinition', 'A', 'Namespace'];
    const text = writeManifests(items(...kinds.map((kind) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\n`)));
    assert.equal(
      [...text.matchAll(/kind: (.*)/g)].map(([, kind]) => kind),
      ['Namespace', 'CustomResourceDefinition', 'B', 'A'],
    );
  },

  'writes a List in whole, or its members where some of them are not for a cluster'() {
    const member = (annotation: string) => `- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n    annotations: {${annotation}}\n`;
    const list = (second: string) => `apiVersion: v1\nkind: List\nitems:\n${member('a: b')}${second}`;
    const whole = list(member('c: d'));
    assert.is(writeManifests(items(whole)), whole);
    assert.is(
      writeManifests(items(list(member('config.kubernetes.io/local-config: "true"')))),
      'apiVersion: v1\nkind: A\nmetadata:\n  name: a\n  annotations: {a: b}\n',
    );
  },
});
