import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { errorsOf, expandText, ofKind } from './expand-intent.ts';

const intent = (gateway: string): string => `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata: {name: shop, namespace: shop}
spec:
  provider: envoy-gateway
  gateways: [{name: public, ${gateway}}]
  expose: [{hosts: [shop.example.com], to: "web:8080"}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: eg}
spec:
  controllerName: gateway.envoyproxy.io/gatewayclass-controller
  parametersRef: {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: own, namespace: edge}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyProxy
metadata: {name: own, namespace: edge}
spec: {mergeGateways: true}
`;

suite('Envoy Gateway', {
  'a gateway of a class that merges its gateways has no proxies of its own'() {
    const [first, ...more] = errorsOf(expandText(intent('class: {name: eg}')));
    assert.match(
      first as string,
      'GI0503 gateway "shop/public" has proxies of its own, but EnvoyProxy edge/own merges all gateways of class "eg"',
    );
    assert.is(more.length, 0);
    assert.equal(errorsOf(expandText(intent('class: {name: other}'))), []);
    assert.equal(errorsOf(expandText(intent('class: {name: eg}').replace('mergeGateways: true', 'mergeGateways: false'))), []);
    const left = expandText(intent('class: {name: eg}, management: Config'));
    assert.equal(errorsOf(left), []);
    assert.equal(ofKind(left, 'EnvoyProxy'), []);
  },
  'parameters of a class that do not hold for a gateway of its own are told'() {
    const told = (gateway: string) =>
      expandText(
        intent(gateway).replace('mergeGateways: true', 'logging: {level: {default: debug}}, shutdown: {drainTimeout: 9s}'),
      ).diagnostics.filter(({ code }) => code === 'GI0509');
    const [first, ...more] = told('class: {name: eg}');
    assert.match(
      first?.message ?? '',
      'instead of EnvoyProxy edge/own of class "eg": its `spec.logging`, `spec.shutdown` do not hold for it',
    );
    assert.is(more.length, 0);
    for (const gateway of ['class: {name: other}', 'class: {name: eg}, management: Config', 'class: {name: eg, scope: Class}'])
      assert.equal(told(gateway), [], gateway);
  },
});
