import * as assert from 'uvu/assert';
import { valueAt } from '../../functions/diagnostics/path.ts';
import type { KubeObject } from '../../functions/krm/kube-object.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { renderItems } from '../samples/sample.ts';
import { suite } from '../suite.ts';

const intent = (gateways: string, rest = '') => `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata: {name: echo, namespace: default}
spec:
  provider: mesh-gateway
  gateways: ${gateways}
  expose: [{hosts: [echo.example.com], gateway: in, to: "echo:80"}]
${rest}`;
const cisco = '  mesh: {controlPlane: {name: icp, namespace: istio-system}}\n';

function made(text: string): { readonly objects: readonly KubeObject[]; readonly problems: readonly string[] } {
  const { items, diagnostics } = renderItems(parseFile('intent.yaml', Buffer.from(text)).value ?? []);
  const problems = diagnostics.filter(({ severity }) => severity !== 'info').map(({ code, message }) => `${code} ${message}`);
  return { objects: items.filter(({ id }) => id.kind !== 'GatewayIntent').map(({ object }) => object), problems };
}

function objectOf(text: string, kind: string, name = 'in'): KubeObject {
  const { objects, problems } = made(text);
  assert.equal(problems, []);
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  assert.ok(found, `${kind} ${name} among ${objects.map((object) => `${object.kind} ${object.metadata.name}`).join(', ')}`);
  return found as KubeObject;
}

const specOf = (text: string, kind: string, name?: string) => objectOf(text, kind, name).spec;

/** Everything that a gateway can say about its pods and its Service and both kinds can hold. */
const common = `service: {type: LoadBalancer, annotations: {lb: fast}, loadBalancerIP: 192.0.2.1, externalTrafficPolicy: Local, ports: [{port: 80, nodePort: 30080}]},
    deployment: {replicas: {min: 2, max: 4}, pod: {labels: {team: web}, nodeSelector: {a: b}, tolerations: [{key: edge, operator: Exists}], resources: {requests: {cpu: 1}}, env: [{name: A, value: b}], affinity: {nodeAffinity: {}}}}`;

suite('mesh-gateway', {
  'the Gateway selects the labels that the operators give their pods, whatever the version of Istio'() {
    for (const mesh of ['', cisco]) {
      const gateway = objectOf(intent('[{name: in}, {name: out, type: Egress}]', mesh), 'Gateway');
      assert.is(gateway.apiVersion, 'networking.istio.io/v1beta1');
      assert.equal(valueAt(gateway, ['spec', 'selector']), { 'gateway-name': 'in', 'gateway-type': 'ingress' });
    }
    const egress = intent('[{name: in}, {name: out, type: Egress}]', '  egress: [{url: "http://httpbin.org"}]');
    assert.equal(valueAt(objectOf(egress, 'Gateway', 'out'), ['spec', 'selector']), { 'gateway-name': 'out', 'gateway-type': 'egress' });
    assert.is(objectOf(egress, 'AuthorizationPolicy', 'out-allow').apiVersion, 'security.istio.io/v1beta1');
  },
  'with a newer Istio that is told, the API versions are its own'() {
    assert.is(objectOf(intent('[{name: in}]', '  mesh: {version: "1.27"}'), 'Gateway').apiVersion, 'networking.istio.io/v1');
  },
  'a MeshGateway has every field that its kind has'() {
    assert.equal(
      specOf(
        intent(`[{name: in, ${common}}]`).replace('annotations: {lb: fast}', 'annotations: {lb: fast}, labels: {l: m}'),
        'MeshGateway',
      ),
      {
        type: 'ingress',
        minReplicas: 2,
        maxReplicas: 4,
        replicaCount: 2,
        serviceType: 'LoadBalancer',
        loadBalancerIP: '192.0.2.1',
        serviceExternalTrafficPolicy: 'Local',
        serviceAnnotations: { lb: 'fast' },
        serviceLabels: { l: 'm' },
        ports: [{ name: 'http2', port: 80, protocol: 'TCP', targetPort: 8080, nodePort: 30080 }],
        labels: { team: 'web' },
        resources: { requests: { cpu: 1 } },
        nodeSelector: { a: 'b' },
        affinity: { nodeAffinity: {} },
        tolerations: [{ key: 'edge', operator: 'Exists' }],
        additionalEnvVars: [{ name: 'A', value: 'b' }],
      },
    );
  },
  'an IstioMeshGateway has every field that its kind has'() {
    const more = common
      .replace(
        'env: [{name: A, value: b}]',
        'annotations: {c: d}, priorityClassName: high, imagePullSecrets: [{name: pull}], env: [{name: A, value: b}], topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]',
      )
      .replace('loadBalancerIP: 192.0.2.1', 'loadBalancerIP: 192.0.2.1, loadBalancerSourceRanges: [192.0.2.0/24]')
      .replace('replicas: {min: 2, max: 4}', 'replicas: {min: 2, max: 4, targetCPUUtilization: 60}');
    assert.equal(specOf(intent(`[{name: in, ${more}, clientIP: {trustedProxies: 1}}]`, cisco), 'IstioMeshGateway'), {
      type: 'ingress',
      istioControlPlane: { name: 'icp', namespace: 'istio-system' },
      deployment: {
        replicas: { min: 2, max: 4, targetCPUUtilizationPercentage: 60 },
        podDisruptionBudget: { minAvailable: 1 },
        podMetadata: {
          labels: { team: 'web' },
          annotations: { c: 'd', 'proxy.istio.io/config': '{"gatewayTopology":{"numTrustedProxies":1}}' },
        },
        env: [{ name: 'A', value: 'b' }],
        resources: { requests: { cpu: 1 } },
        nodeSelector: { a: 'b' },
        affinity: { nodeAffinity: {} },
        tolerations: [{ key: 'edge', operator: 'Exists' }],
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { 'gateway-name': 'in', 'gateway-type': 'ingress' } },
          },
        ],
        priorityClassName: 'high',
        imagePullSecrets: [{ name: 'pull' }],
      },
      service: {
        type: 'LoadBalancer',
        metadata: { annotations: { lb: 'fast' } },
        ports: [
          { name: 'status-port', port: 15021, protocol: 'TCP', targetPort: 15021 },
          { name: 'http2', port: 80, protocol: 'TCP', targetPort: 8080, nodePort: 30080 },
        ],
        externalTrafficPolicy: 'Local',
        loadBalancerIP: '192.0.2.1',
        loadBalancerSourceRanges: ['192.0.2.0/24'],
      },
    });
  },
  'volumes and references of an IstioMeshGateway are in the form of its schema'() {
    const pod = `{volumes: [{name: c, configMap: {name: certs, optional: true}}, {name: s, secret: {secretName: s}}, {name: p, projected: {sources: [{secret: {name: a}}, {serviceAccountToken: {path: t}}]}}],
      volumeMounts: [{name: c, mountPath: /c}], env: [{name: K, valueFrom: {secretKeyRef: {name: k, key: x}}}, {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}`;
    const deployment = valueAt(objectOf(intent(`[{name: in, deployment: {pod: ${pod}}}]`, cisco), 'IstioMeshGateway'), [
      'spec',
      'deployment',
    ]) as Record<string, unknown>;
    assert.equal(deployment.volumes, [
      { name: 'c', volumeSource: { configMap: { localObjectReference: { name: 'certs' }, optional: true } } },
      { name: 's', volumeSource: { secret: { secretName: 's' } } },
      {
        name: 'p',
        volumeSource: {
          projected: { sources: [{ secret: { localObjectReference: { name: 'a' } } }, { serviceAccountToken: { path: 't' } }] },
        },
      },
    ]);
    assert.equal(deployment.env, [
      { name: 'K', valueFrom: { secretKeyRef: { localObjectReference: { name: 'k' }, key: 'x' } } },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ]);
  },
  'the operators forbid ports below 1024, so they are moved; who wants them runs as root'() {
    const tls = (deployment: string) =>
      intent(`[{name: in${deployment}}]`).replace('to: "echo:80"', 'to: "echo:80", tls: {secretName: cert}');
    const ports = (text: string) =>
      (valueAt(objectOf(text, 'MeshGateway'), ['spec', 'ports']) as { port: number; targetPort: number }[]).map(({ port, targetPort }) => [
        port,
        targetPort,
      ]);
    assert.equal(ports(tls('')), [
      [80, 8080],
      [443, 8443],
    ]);
    const privileged = tls(', deployment: {portMode: Privileged}');
    assert.equal(ports(privileged), [
      [80, 80],
      [443, 443],
    ]);
    assert.is(valueAt(objectOf(privileged, 'MeshGateway'), ['spec', 'runAsRoot']), true);
    assert.is(valueAt(objectOf(`${privileged}\n${cisco}`, 'IstioMeshGateway'), ['spec', 'runAsRoot']), true);
  },
  'access rules name the port inside of the pod and the identity that the operators give it'() {
    const text = intent('[{name: in}, {name: out, type: Egress}]', '  egress: [{url: "http://httpbin.org"}]').replace(
      'to: "echo:80"',
      'to: "echo:80", restrictBackend: {selector: {app: echo}}',
    );
    assert.equal(valueAt(objectOf(text, 'AuthorizationPolicy', 'out-allow'), ['spec', 'rules', 0, 'to', 0, 'operation', 'ports']), [
      '8080',
    ]);
    const policy = made(text).objects.find(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name !== 'out-allow');
    assert.equal(valueAt(policy, ['spec', 'rules', 0, 'from', 0, 'source', 'principals']), [
      'cluster.local/ns/default/sa/in-service-account',
    ]);
  },
  'a number of pods that is fixed has no autoscaler'() {
    const fixed = '[{name: in, deployment: {replicas: {min: 3, max: 3}}}]';
    const { minReplicas, maxReplicas, replicaCount } = specOf(intent(fixed), 'MeshGateway') as Record<string, number>;
    assert.equal([minReplicas, maxReplicas, replicaCount], [3, 3, 3]);
    assert.equal(valueAt(objectOf(intent(fixed, cisco), 'IstioMeshGateway'), ['spec', 'deployment', 'replicas']), { count: 3 });
  },
  'a budget that the kind cannot say stands beside it, under a name that the operator leaves alone'() {
    const budget = (written: string) => `[{name: in, deployment: {disruptionBudget: ${written}}}]`;
    assert.equal(specOf(intent(budget('{maxUnavailable: 1}')), 'PodDisruptionBudget', 'in-gateway'), {
      maxUnavailable: 1,
      selector: { matchLabels: { 'gateway-name': 'in', 'gateway-type': 'ingress' } },
    });
    assert.not.ok(made(intent('[{name: in}]')).objects.some(({ kind }) => kind === 'PodDisruptionBudget'));
    assert.not.ok(made(intent(budget('{maxUnavailable: 1}'), cisco)).objects.some(({ kind }) => kind === 'PodDisruptionBudget'));
    assert.equal(
      valueAt(objectOf(intent(budget('{maxUnavailable: "50%"}'), cisco), 'PodDisruptionBudget', 'in-gateway'), ['spec', 'maxUnavailable']),
      '50%',
    );
    const mesh =
      'apiVersion: istio.banzaicloud.io/v1beta1\nkind: Istio\nmetadata: {name: mesh, namespace: istio-system}\nspec: {defaultPodDisruptionBudget: {enabled: true}}\n---\n';
    assert.match(made(mesh + intent(budget('{maxUnavailable: 1}'))).problems[0] as string, 'GI0401');
    assert.match(
      made(mesh + intent(budget('{policy: None}'))).problems[0] as string,
      'GI0503 `spec.gateways[0].deployment.disruptionBudget.policy: None` does not keep away the budget that Istio istio-system/mesh gives every gateway',
    );
    assert.equal(made(intent(budget('{policy: None}'))).problems, []);
  },
  'an east-west gateway knows its network'() {
    const eastWest = intent('[{name: in}, {name: east, type: EastWest}]', '  mesh: {network: one}');
    const { type, labels, requestedNetworkView } = specOf(eastWest, 'MeshGateway', 'east') as Record<string, unknown>;
    assert.equal([type, labels, requestedNetworkView], ['ingress', { 'topology.istio.io/network': 'one' }, 'one']);
    const cluster = intent(
      '[{name: in}, {name: east, type: EastWest}]',
      '  mesh: {network: one, controlPlane: {name: icp, namespace: istio-system}}',
    );
    assert.equal(valueAt(objectOf(cluster, 'IstioMeshGateway', 'east'), ['spec', 'deployment', 'env']), [
      { name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'one' },
    ]);
  },
  'pods that the operator of Cisco runs know the proxies in front, and have their identity'() {
    const guarded = intent('[{name: in, clientIP: {trustedProxies: 1}}]', cisco).replace(
      'to: "echo:80"',
      'to: "echo:80", auth: {allowIPs: [192.0.2.0/24]}',
    );
    assert.equal(made(guarded).problems, []);
    const restricted = intent('[{name: in}]', cisco).replace('to: "echo:80"', 'to: "echo:80", restrictBackend: {selector: {app: echo}}');
    assert.match(
      JSON.stringify(specOf(restricted, 'AuthorizationPolicy', 'echo-example-com-gateway-only')),
      'default/sa/in-service-account',
    );
  },
  'two gateways whose pods have the same labels are an error'() {
    const twins = intent('[{name: in}, {name: in, namespace: other}]').replace('gateway: in,', 'gateway: default/in,');
    assert.match(made(twins).problems[0] as string, 'GI0410 pods of gateway "other/in" have the same labels as those of "default/in"');
    assert.equal(made(`${twins}\n  mesh: {gatewayScope: Namespace}`).problems, []);
    assert.equal(made(intent('[{name: in}, {name: in2, namespace: other}]')).problems, []);
  },
  'the default gateway of the mesh is joined, not made'() {
    const { objects, problems } = made(intent('[{name: in, management: Config}]'));
    assert.equal(problems, []);
    assert.equal(objects.map(({ kind }) => kind).sort(), ['Gateway', 'VirtualService']);
    assert.equal(
      valueAt(
        objects.find(({ kind }) => kind === 'Gateway'),
        ['spec', 'selector'],
      ),
      { istio: 'ingressgateway' },
    );
  },
});
