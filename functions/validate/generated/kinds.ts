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
/Service kubernetes namespaced v1=191
/ServiceAccount kubernetes namespaced v1=193
apps/DaemonSet kubernetes namespaced v1=199
apps/Deployment kubernetes namespaced v1=203
apps/ReplicaSet kubernetes namespaced v1=205
apps/StatefulSet kubernetes namespaced v1=220
autoscaling/HorizontalPodAutoscaler kubernetes namespaced v1=223 v2=237
batch/CronJob kubernetes namespaced v1=255
batch/Job kubernetes namespaced v1=256
networking.k8s.io/Ingress kubernetes namespaced v1=268
networking.k8s.io/IngressClass kubernetes cluster v1=271
networking.k8s.io/NetworkPolicy kubernetes namespaced v1=284
policy/PodDisruptionBudget kubernetes namespaced v1=287
rbac.authorization.k8s.io/ClusterRole kubernetes cluster v1=292
rbac.authorization.k8s.io/ClusterRoleBinding kubernetes cluster v1=294
rbac.authorization.k8s.io/Role kubernetes namespaced v1=295
rbac.authorization.k8s.io/RoleBinding kubernetes namespaced v1=294
extensions.istio.io/TrafficExtension@1.30>1.26 istio namespaced v1alpha1=327
extensions.istio.io/WasmPlugin istio namespaced v1alpha1=331
networking.istio.io/DestinationRule istio namespaced v1=384 v1alpha3=384 v1beta1=384
networking.istio.io/EnvoyFilter istio namespaced v1alpha3=406
networking.istio.io/Gateway istio namespaced v1=418 v1alpha3=418 v1beta1=418
networking.istio.io/ProxyConfig istio namespaced v1beta1=423
networking.istio.io/ServiceEntry istio namespaced v1=438 v1alpha3=438 v1beta1=438
networking.istio.io/Sidecar istio namespaced v1=451 v1alpha3=451 v1beta1=451
networking.istio.io/VirtualService istio namespaced v1=491 v1alpha3=491 v1beta1=491
networking.istio.io/WorkloadEntry istio namespaced v1=492 v1alpha3=492 v1beta1=492
networking.istio.io/WorkloadGroup istio namespaced v1=505 v1alpha3=505 v1beta1=505
security.istio.io/AuthorizationPolicy istio namespaced v1=520 v1beta1=520
security.istio.io/PeerAuthentication istio namespaced v1=525 v1beta1=525
security.istio.io/RequestAuthentication istio namespaced v1=536 v1beta1=536
telemetry.istio.io/Telemetry istio namespaced v1=560 v1alpha1=560
gateway.networking.k8s.io/BackendTLSPolicy gateway-api namespaced v1=576 v1alpha3~-=576
gateway.networking.k8s.io/GRPCRoute gateway-api namespaced v1=621
gateway.networking.k8s.io/Gateway gateway-api namespaced v1=659 v1beta1=659
gateway.networking.k8s.io/GatewayClass gateway-api cluster v1=662 v1beta1=662
gateway.networking.k8s.io/HTTPRoute gateway-api namespaced v1=708 v1beta1=708
gateway.networking.k8s.io/ListenerSet@1.5>1.4 gateway-api namespaced v1=712
gateway.networking.k8s.io/ReferenceGrant gateway-api namespaced v1=718 v1beta1=718
gateway.networking.k8s.io/TCPRoute gateway-api namespaced v1=724 v1alpha2~-=728
gateway.networking.k8s.io/TLSRoute gateway-api namespaced v1=731 v1alpha2~-=734 v1alpha3~-=736
gateway.networking.k8s.io/UDPRoute gateway-api namespaced v1=724 v1alpha2~-=728
gateway.networking.x-k8s.io/XBackend~@1.6>1.5 gateway-api namespaced v1alpha1=749
gateway.networking.x-k8s.io/XBackendTrafficPolicy~@1.3>1.2 gateway-api namespaced v1alpha1=759
gateway.networking.x-k8s.io/XMesh~@1.4>1.3 gateway-api cluster v1alpha1=662
gateway.envoyproxy.io/Backend envoy-gateway namespaced v1alpha1=778
gateway.envoyproxy.io/BackendTrafficPolicy envoy-gateway namespaced v1alpha1=949
gateway.envoyproxy.io/ClientTrafficPolicy envoy-gateway namespaced v1alpha1=996
gateway.envoyproxy.io/EnvoyExtensionPolicy envoy-gateway namespaced v1alpha1=1028
gateway.envoyproxy.io/EnvoyPatchPolicy envoy-gateway namespaced v1alpha1=1036
gateway.envoyproxy.io/EnvoyProxy envoy-gateway namespaced v1alpha1=1259
gateway.envoyproxy.io/HTTPRouteFilter envoy-gateway namespaced v1alpha1=1276
gateway.envoyproxy.io/SecurityPolicy envoy-gateway namespaced v1alpha1=1354
route.openshift.io/Route openshift namespaced v1=1377
cert-manager.io/Certificate cert-manager namespaced v1=1406
sailoperator.io/Istio sail cluster v1=1570
sailoperator.io/IstioRevisionTag sail cluster v1=1574
servicemesh.cisco.com/IstioMeshGateway banzai namespaced v1alpha1=1682`;
