// Written by scripts/facts.ts. One line for each kind: its name, where it comes from, its scope, and the shape of each version.
export const releases: Readonly<Record<string, string>> = {
  'kubernetes': '1.36',
  'istio': '1.31',
  'gateway-api': '1.6',
  'envoy-gateway': '1.9',
  'openshift': '4.22',
  'cert-manager': '1.21',
  'sail': '1.31',
  'banzai': '2.17',
};

export const kindLines = String.raw`/ConfigMap kubernetes namespaced v1=10
/Endpoints kubernetes namespaced v1=20
/Namespace kubernetes cluster v1=22
/Pod kubernetes namespaced v1=177
/Secret kubernetes namespaced v1=178
/Service kubernetes namespaced v1=190
/ServiceAccount kubernetes namespaced v1=192
apps/DaemonSet kubernetes namespaced v1=198
apps/Deployment kubernetes namespaced v1=202
apps/ReplicaSet kubernetes namespaced v1=204
apps/StatefulSet kubernetes namespaced v1=219
autoscaling/HorizontalPodAutoscaler kubernetes namespaced v1=222 v2=236
batch/CronJob kubernetes namespaced v1=254
batch/Job kubernetes namespaced v1=255
networking.k8s.io/Ingress kubernetes namespaced v1=267
networking.k8s.io/IngressClass kubernetes cluster v1=270
networking.k8s.io/NetworkPolicy kubernetes namespaced v1=283
policy/PodDisruptionBudget kubernetes namespaced v1=286
rbac.authorization.k8s.io/ClusterRole kubernetes cluster v1=291
rbac.authorization.k8s.io/ClusterRoleBinding kubernetes cluster v1=293
rbac.authorization.k8s.io/Role kubernetes namespaced v1=294
rbac.authorization.k8s.io/RoleBinding kubernetes namespaced v1=293
extensions.istio.io/TrafficExtension@1.30>1.26 istio namespaced v1alpha1=326
extensions.istio.io/WasmPlugin istio namespaced v1alpha1=330
networking.istio.io/DestinationRule istio namespaced v1=383 v1alpha3=383 v1beta1=383
networking.istio.io/EnvoyFilter istio namespaced v1alpha3=405
networking.istio.io/Gateway istio namespaced v1=417 v1alpha3=417 v1beta1=417
networking.istio.io/ProxyConfig istio namespaced v1beta1=422
networking.istio.io/ServiceEntry istio namespaced v1=437 v1alpha3=437 v1beta1=437
networking.istio.io/Sidecar istio namespaced v1=450 v1alpha3=450 v1beta1=450
networking.istio.io/VirtualService istio namespaced v1=490 v1alpha3=490 v1beta1=490
networking.istio.io/WorkloadEntry istio namespaced v1=491 v1alpha3=491 v1beta1=491
networking.istio.io/WorkloadGroup istio namespaced v1=504 v1alpha3=504 v1beta1=504
security.istio.io/AuthorizationPolicy istio namespaced v1=519 v1beta1=519
security.istio.io/PeerAuthentication istio namespaced v1=524 v1beta1=524
security.istio.io/RequestAuthentication istio namespaced v1=535 v1beta1=535
telemetry.istio.io/Telemetry istio namespaced v1=559 v1alpha1=559
gateway.networking.k8s.io/BackendTLSPolicy gateway-api namespaced v1=575 v1alpha3~-=575
gateway.networking.k8s.io/GRPCRoute gateway-api namespaced v1=620
gateway.networking.k8s.io/Gateway gateway-api namespaced v1=658 v1beta1=658
gateway.networking.k8s.io/GatewayClass gateway-api cluster v1=661 v1beta1=661
gateway.networking.k8s.io/HTTPRoute gateway-api namespaced v1=707 v1beta1=707
gateway.networking.k8s.io/ListenerSet@1.5>1.4 gateway-api namespaced v1=711
gateway.networking.k8s.io/ReferenceGrant gateway-api namespaced v1=717 v1beta1=717
gateway.networking.k8s.io/TCPRoute gateway-api namespaced v1=723 v1alpha2~-=727
gateway.networking.k8s.io/TLSRoute gateway-api namespaced v1=730 v1alpha2~-=733 v1alpha3~-=735
gateway.networking.k8s.io/UDPRoute gateway-api namespaced v1=723 v1alpha2~-=727
gateway.networking.x-k8s.io/XBackend~@1.6>1.5 gateway-api namespaced v1alpha1=748
gateway.networking.x-k8s.io/XBackendTrafficPolicy~@1.3>1.2 gateway-api namespaced v1alpha1=758
gateway.networking.x-k8s.io/XMesh~@1.4>1.3 gateway-api cluster v1alpha1=661
gateway.envoyproxy.io/Backend envoy-gateway namespaced v1alpha1=777
gateway.envoyproxy.io/BackendTrafficPolicy envoy-gateway namespaced v1alpha1=948
gateway.envoyproxy.io/ClientTrafficPolicy envoy-gateway namespaced v1alpha1=995
gateway.envoyproxy.io/EnvoyExtensionPolicy envoy-gateway namespaced v1alpha1=1027
gateway.envoyproxy.io/EnvoyPatchPolicy envoy-gateway namespaced v1alpha1=1035
gateway.envoyproxy.io/EnvoyProxy envoy-gateway namespaced v1alpha1=1258
gateway.envoyproxy.io/HTTPRouteFilter envoy-gateway namespaced v1alpha1=1275
gateway.envoyproxy.io/SecurityPolicy envoy-gateway namespaced v1alpha1=1353
route.openshift.io/Route openshift namespaced v1=1376
cert-manager.io/Certificate cert-manager namespaced v1=1405
sailoperator.io/Istio sail cluster v1=1569
sailoperator.io/IstioRevisionTag sail cluster v1=1573
servicemesh.cisco.com/IstioMeshGateway banzai namespaced v1alpha1=1681`;
