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

export const kindLines = `/ConfigMap kubernetes namespaced v1=10
/Endpoints kubernetes namespaced v1=20
/Namespace kubernetes cluster v1=22
/Pod kubernetes namespaced v1=177
/Secret kubernetes namespaced v1=178
/Service kubernetes namespaced v1=191
/ServiceAccount kubernetes namespaced v1=193
apps/DaemonSet kubernetes namespaced v1=199
apps/Deployment kubernetes namespaced v1=203
apps/ReplicaSet kubernetes namespaced v1=205
apps/StatefulSet kubernetes namespaced v1=220
autoscaling/HorizontalPodAutoscaler kubernetes namespaced v1=223 v2=237
batch/CronJob kubernetes namespaced v1=255
batch/Job kubernetes namespaced v1=256
networking.k8s.io/Ingress kubernetes namespaced v1=269
networking.k8s.io/IngressClass kubernetes cluster v1=272
networking.k8s.io/NetworkPolicy kubernetes namespaced v1=286
policy/PodDisruptionBudget kubernetes namespaced v1=289
rbac.authorization.k8s.io/ClusterRole kubernetes cluster v1=294
rbac.authorization.k8s.io/ClusterRoleBinding kubernetes cluster v1=296
rbac.authorization.k8s.io/Role kubernetes namespaced v1=297
rbac.authorization.k8s.io/RoleBinding kubernetes namespaced v1=296
extensions.istio.io/TrafficExtension@1.30>1.26 istio namespaced v1alpha1=329
extensions.istio.io/WasmPlugin istio namespaced v1alpha1=333
networking.istio.io/DestinationRule istio namespaced v1=386 v1alpha3=386 v1beta1=386
networking.istio.io/EnvoyFilter istio namespaced v1alpha3=408
networking.istio.io/Gateway istio namespaced v1=420 v1alpha3=420 v1beta1=420
networking.istio.io/ProxyConfig istio namespaced v1beta1=425
networking.istio.io/ServiceEntry istio namespaced v1=440 v1alpha3=440 v1beta1=440
networking.istio.io/Sidecar istio namespaced v1=453 v1alpha3=453 v1beta1=453
networking.istio.io/VirtualService istio namespaced v1=493 v1alpha3=493 v1beta1=493
networking.istio.io/WorkloadEntry istio namespaced v1=494 v1alpha3=494 v1beta1=494
networking.istio.io/WorkloadGroup istio namespaced v1=507 v1alpha3=507 v1beta1=507
security.istio.io/AuthorizationPolicy istio namespaced v1=522 v1beta1=522
security.istio.io/PeerAuthentication istio namespaced v1=527 v1beta1=527
security.istio.io/RequestAuthentication istio namespaced v1=538 v1beta1=538
telemetry.istio.io/Telemetry istio namespaced v1=562 v1alpha1=562
gateway.networking.k8s.io/BackendTLSPolicy gateway-api namespaced v1=578 v1alpha3~-=578
gateway.networking.k8s.io/GRPCRoute gateway-api namespaced v1=623
gateway.networking.k8s.io/Gateway gateway-api namespaced v1=661 v1beta1=661
gateway.networking.k8s.io/GatewayClass gateway-api cluster v1=664 v1beta1=664
gateway.networking.k8s.io/HTTPRoute gateway-api namespaced v1=710 v1beta1=710
gateway.networking.k8s.io/ListenerSet@1.5>1.4 gateway-api namespaced v1=714
gateway.networking.k8s.io/ReferenceGrant gateway-api namespaced v1=720 v1beta1=720
gateway.networking.k8s.io/TCPRoute gateway-api namespaced v1=726 v1alpha2~-=730
gateway.networking.k8s.io/TLSRoute gateway-api namespaced v1=733 v1alpha2~-=736 v1alpha3~-=738
gateway.networking.k8s.io/UDPRoute gateway-api namespaced v1=726 v1alpha2~-=730
gateway.networking.x-k8s.io/XBackend~@1.6>1.5 gateway-api namespaced v1alpha1=751
gateway.networking.x-k8s.io/XBackendTrafficPolicy~@1.3>1.2 gateway-api namespaced v1alpha1=761
gateway.networking.x-k8s.io/XMesh~@1.4>1.3 gateway-api cluster v1alpha1=664
gateway.envoyproxy.io/Backend envoy-gateway namespaced v1alpha1=780
gateway.envoyproxy.io/BackendTrafficPolicy envoy-gateway namespaced v1alpha1=951
gateway.envoyproxy.io/ClientTrafficPolicy envoy-gateway namespaced v1alpha1=998
gateway.envoyproxy.io/EnvoyExtensionPolicy envoy-gateway namespaced v1alpha1=1030
gateway.envoyproxy.io/EnvoyPatchPolicy envoy-gateway namespaced v1alpha1=1038
gateway.envoyproxy.io/EnvoyProxy envoy-gateway namespaced v1alpha1=1261
gateway.envoyproxy.io/HTTPRouteFilter envoy-gateway namespaced v1alpha1=1278
gateway.envoyproxy.io/SecurityPolicy envoy-gateway namespaced v1alpha1=1356
route.openshift.io/Route openshift namespaced v1=1379
cert-manager.io/Certificate cert-manager namespaced v1=1408
sailoperator.io/Istio sail cluster v1=1572
sailoperator.io/IstioRevisionTag sail cluster v1=1576
servicemesh.cisco.com/IstioMeshGateway banzai namespaced v1alpha1=1684`;
